-- What pilots say of their machines and payloads used of them; which jobs were purged, and when.

alter table pilot
  add column processors     integer,
  add column load           double precision,
  add column machine_mb     integer,
  add column free_memory_mb integer,
  add column free_disk_mb   integer,
  add column machine_at     timestamptz,
  add constraint pilot_machine_not_negative check (processors > 0 and load >= 0 and machine_mb >= 0 and free_memory_mb >= 0 and free_disk_mb >= 0);
comment on column pilot.processors is 'Of its machine, or of the container around it. Null = it never said so, like all that follows: older pilots say nothing of it.';
comment on column pilot.load is 'Of its machine: processes that ran or waited to, as a mean of a minute.';
comment on column pilot.machine_mb is 'Memory of its machine, all of it; what it offers may be less.';
comment on column pilot.free_memory_mb is 'What programs could still get of that.';
comment on column pilot.free_disk_mb is 'In its work directory.';
comment on column pilot.machine_at is 'When it said so last.';

-- The pilots of one host, and through them its attempts. The host is known from the registration on and changes only with
-- another one, so that what a pilot says stays a heap-only update.
create index pilot_of_host on pilot (host, id) where host is not null;

-- Hosts of the last hours have pilots that are alive, or have ended since: without it all that are kept would be read for
-- them. A pilot comes here once, with its end.
create index pilot_ended_when on pilot (ended_at) where ended_at is not null;

alter table attempt
  add column cpu_ms    bigint,
  add column memory_mb integer,
  add constraint attempt_usage_not_negative check (cpu_ms >= 0 and memory_mb >= 0);
comment on column attempt.cpu_ms is 'Processor time of all its processes; null = its pilot did not say.';
comment on column attempt.memory_mb is 'The most memory that they were seen to have at once; null = likewise.';

-- The latest attempts of a type, whatever came of them: the list on its page, its typical times, how the neighbours of a job
-- fare. No other index has them in that order: attempt_finished lacks those that run or failed, job_of_type knows no times.
-- Neither column changes, so it adds an entry for the claim and one for the end, which is no heap-only update anyway; together
-- some 160 of the 2,000 bytes of log that a job's life costs. Failures of a type in a day are few and come from attempt_failed.
create index attempt_of_type on attempt (jobtype, dispatched_at desc);

create table purged_jobs (
  id  bigint generated always as identity,
  at  timestamptz    not null default now(),
  ids int8multirange not null,
  by  text           not null,
  constraint purged_jobs_pk primary key (id),
  constraint purged_jobs_some check (not isempty(ids))
);
comment on table purged_jobs is 'Which jobs were removed, when and by whom: one row for each batch, since their ids lie together.';
comment on column purged_jobs.by is 'An actor, as in the history.';

-- When one job was purged.
create index purged_jobs_which on purged_jobs using gist (ids);
