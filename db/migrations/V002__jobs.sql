-- Jobs, the queue of those that may run, and the tries at them.
--
-- The row of a job changes state several times in its life. No index of this table and no predicate of one mentions a
-- column that changes after submission, so that each change is a heap-only update; hence the separate queue.

create table job_type (
  id           bigint generated always as identity,
  name         text        not null,
  max_running  integer,
  newest_first boolean     not null default false,
  created_at   timestamptz not null default now(),
  constraint job_type_pk primary key (name),
  constraint job_type_id_unique unique (id),
  constraint job_type_name_form check (name ~ '^[A-Za-z0-9][A-Za-z0-9._:+ -]{0,62}$'),
  constraint job_type_limit_not_negative check (max_running >= 0)
);
comment on table job_type is 'Made when a job first names it.';
comment on column job_type.id is 'For the history.';
comment on column job_type.max_running is 'Most jobs DISPATCHED + RUNNING over all sites; null = no limit, 0 = nobody runs.';

create table requirement (
  id           bigint generated always as identity,
  jobtype      text    not null,
  site         text,
  cores        integer not null,
  memory_mb    integer not null,
  disk_mb      integer not null,
  tags         text[]  not null,
  time_limit_s integer not null,
  constraint requirement_pk primary key (id),
  constraint requirement_jobtype_fk foreign key (jobtype) references job_type (name),
  constraint requirement_unique unique nulls not distinct (jobtype, site, cores, memory_mb, disk_mb, tags, time_limit_s)
);
comment on table requirement is 'The distinct things that jobs ask of a pilot. Jobs of one row are interchangeable to the matching.';
comment on column requirement.tags is 'Sorted, without repetition.';

create table job (
  id             bigint generated always as identity,
  name           text        not null,
  jobtype        text        not null,
  requirement_id bigint      not null,
  state          text        not null,
  reason         text,
  message        text,
  attempt        integer     not null default 0,
  pilot_id       bigint,
  exit_code      integer,
  signal         integer,
  priority       integer     not null default 0,
  failures       integer     not null default 0,
  losses         integer     not null default 0,
  defined_at     timestamptz not null default now(),
  dispatched_at  timestamptz,
  started_at     timestamptz,
  ended_at       timestamptz,
  useful_until   timestamptz,
  owner          text        not null,
  key            text,
  digest         bytea,
  payload        text        not null,
  env            jsonb       not null,
  time_limit_s   integer     not null,
  retries        integer     not null default 0,
  max_losses     integer     not null default 3,
  exclusive      boolean     not null default false,
  outputs        text[]      not null default '{}',
  data_time      timestamptz,
  run            bigint,
  subrun         bigint,
  metadata       jsonb,
  workflow_id    bigint,
  vertex         text,
  constraint job_pk primary key (id),
  constraint job_requirement_fk foreign key (requirement_id) references requirement (id),
  constraint job_state check (state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING', 'FINISHED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')),
  constraint job_reason check (reason in ('EXIT_CODE', 'SIGNAL', 'TIME_LIMIT', 'NOT_STARTED', 'OUTPUT_MISSING', 'RESOURCE_LIMIT', 'PILOT_LOST')),
  constraint job_failed_has_reason check ((state = 'FAILED') = (reason is not null)),
  constraint job_final_has_end check ((state in ('FINISHED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')) = (ended_at is not null)),
  constraint job_claimed_has_pilot check (state not in ('DISPATCHED', 'RUNNING') or (pilot_id is not null and attempt > 0 and dispatched_at is not null)),
  constraint job_running_has_start check (state <> 'RUNNING' or started_at is not null),
  constraint job_priority check (priority between -1000 and 1000),
  constraint job_time_limit check (time_limit_s > 0),
  constraint job_tries check (attempt >= 0 and failures >= 0 and losses >= 0 and retries >= 0 and max_losses >= 0),
  constraint job_key_has_digest check ((key is null) = (digest is null)),
  constraint job_vertex_has_workflow check ((workflow_id is null) = (vertex is null))
) with (fillfactor = 50);
comment on table job is 'One request to run a payload. State changes only in statements of *Sql classes, each with its event.';
comment on column job.attempt is 'Number of the latest attempt; 0 = never claimed.';
comment on column job.pilot_id is 'Pilot of the latest attempt.';
comment on column job.owner is 'Name of the account that submitted it.';
comment on column job.key is 'Idempotency key, unique per owner.';
comment on column job.digest is 'SHA-256 of what was submitted: tells a repetition from a conflict when the key comes again.';
comment on column job.failures is 'Payload failures since submission or the last retry by a person.';
comment on column job.losses is 'Pilot losses since submission or the last retry by a person.';
comment on column job.data_time is 'When the data were taken or arrived: data-to-result latency counts from it.';
comment on column job.workflow_id is 'The workflow whose vertex this job is.';

create unique index job_key_unique on job (owner, key) where key is not null;
-- Jobs of a run, for the list's filter; run and subrun never change.
create index job_of_run on job (run, subrun) where run is not null;
-- Held jobs whose time of use passed; the column changes only when a person retries.
create index job_useful_until on job (useful_until) where useful_until is not null;
-- The vertices of a workflow.
create unique index job_of_vertex on job (workflow_id, vertex) where workflow_id is not null;

create table ready (
  class_id     bigint  not null,
  priority     integer not null,
  seq          bigint  not null,
  job_id       bigint  not null,
  useful_until timestamptz,
  constraint ready_pk primary key (job_id),
  constraint ready_job_fk foreign key (job_id) references job (id) on delete cascade,
  constraint ready_class_fk foreign key (class_id) references requirement (id)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
comment on table ready is 'The queue: one row per DEFINED job, removed by the claim.';
comment on column ready.class_id is 'The job''s requirement.';
comment on column ready.seq is 'Order inside class and priority, lowest first: the job''s id, or its negative for a type that is newest first.';

-- The claim reads the head of each class from here.
create index ready_order on ready (class_id, priority desc, seq);

-- What expires next.
create index ready_expiry on ready (useful_until) where useful_until is not null;

create table attempt (
  job_id        bigint      not null,
  attempt       integer     not null,
  pilot_id      bigint      not null,
  site          text        not null,
  host          text,
  jobtype       text        not null,
  live          boolean     not null default true,
  confirmed     boolean     not null default false,
  dispatched_at timestamptz not null default now(),
  started_at    timestamptz,
  ended_at      timestamptz,
  result        text,
  reason        text,
  exit_code     integer,
  signal        integer,
  message       text,
  constraint attempt_pk primary key (job_id, attempt),
  constraint attempt_job_fk foreign key (job_id) references job (id) on delete cascade,
  constraint attempt_number check (attempt > 0),
  constraint attempt_result check (result in ('FINISHED', 'FAILED', 'CANCELLED', 'GIVEN_BACK', 'NEVER_CONFIRMED', 'PILOT_LOST')),
  constraint attempt_failed_has_reason check ((result = 'FAILED') = (reason is not null) or result is null and reason is null),
  constraint attempt_ended_is_not_live check (not live or result is null),
  constraint attempt_result_has_end check ((result is null) = (ended_at is null))
) with (fillfactor = 70);
comment on table attempt is 'One try at a job by one pilot. Live = DISPATCHED or RUNNING in the books; suspended = neither live nor with a final result.';
comment on column attempt.live is 'False once it has a result, or its pilot was lost or never confirmed it.';
comment on column attempt.confirmed is 'The pilot has shown that it holds the job; until then the start deadline applies.';
comment on column attempt.result is 'NEVER_CONFIRMED and PILOT_LOST are provisional: a late report of the latest attempt replaces them. The others never change.';

-- A job has at most one live attempt, a pilot holds at most one job; also finds the job of a lost pilot.
create unique index attempt_one_live_per_job on attempt (job_id) where live;
create unique index attempt_one_live_per_pilot on attempt (pilot_id) where live;
-- Counts the places that a limited type has taken.
create index attempt_live_of_type on attempt (jobtype) where live;
-- The jobs that a pilot ran.
create index attempt_of_pilot on attempt (pilot_id, dispatched_at desc);

create table job_log (
  job_id      bigint      not null,
  attempt     integer     not null,
  stream      text        not null,
  head        bytea       not null,
  tail        bytea       not null,
  total_bytes bigint      not null,
  at          timestamptz not null default now(),
  removed_at  timestamptz,
  constraint job_log_pk primary key (job_id, attempt, stream),
  constraint job_log_attempt_fk foreign key (job_id, attempt) references attempt (job_id, attempt) on delete cascade,
  constraint job_log_stream check (stream in ('STDOUT', 'STDERR')),
  constraint job_log_total check (total_bytes >= 0)
);
comment on table job_log is 'First and last bytes of what a payload printed, each compressed with gzip; while it runs, as far as they were received.';
comment on column job_log.total_bytes is 'Length of the whole stream, uncompressed.';
comment on column job_log.removed_at is 'Head and tail were removed when their retention was over; the row tells that there was a log.';

-- What the retention removes next.
create index job_log_kept on job_log (at) where removed_at is null;

alter table job_log alter column head set storage external, alter column tail set storage external;

-- No foreign key: it would lock rows of job. What a crash takes away, the next reader writes again.
create unlogged table job_follow (
  job_id bigint      not null,
  until  timestamptz not null,
  constraint job_follow_pk primary key (job_id)
);
comment on table job_follow is 'Jobs whose output somebody watches, on whichever server.';
comment on column job_follow.until is 'A reader of the log moves it a few seconds ahead; outdated rows are removed by the next one.';
