-- What failed and is not mended: how it is found, and what people say of it. Hosts that are given no jobs.

-- Failed attempts, newest first. Those that end well are not in it, and an attempt that ends leaves other indexes, too: so it
-- costs the others nothing.
create index attempt_failed on attempt (ended_at desc) where result in ('FAILED', 'PILOT_LOST');

-- Attempts that began lately, whatever their type or pilot: they lie in the order in which they began, so a summary of each
-- range of blocks is enough, made as soon as the range is full. An attempt costs it next to nothing.
create index attempt_begun on attempt using brin (dispatched_at) with (autosummarize = on);

create table acknowledgement (
  id        bigint generated always as identity,
  reason    text        not null,
  exit_code integer,
  signal    integer,
  jobtype   text        not null,
  host      text,
  jobs      bigint      not null,
  until     timestamptz not null,
  note      text        not null,
  at        timestamptz not null default now(),
  by        text        not null,
  undone_at timestamptz,
  undone_by text,
  constraint acknowledgement_pk primary key (id),
  constraint acknowledgement_reason check (reason in ('EXIT_CODE', 'SIGNAL', 'TIME_LIMIT', 'NOT_STARTED', 'OUTPUT_MISSING', 'RESOURCE_LIMIT', 'PILOT_LOST')),
  constraint acknowledgement_jobs check (jobs > 0),
  constraint acknowledgement_note_length check (length(note) between 1 and 1000),
  constraint acknowledgement_undone_says_who check ((undone_at is null) = (undone_by is null))
);
comment on table acknowledgement is 'What somebody said of a group of failures: those of one reason, exit code or signal, job type and host.';
comment on column acknowledgement.host is 'Null for attempts of which no host is known.';
comment on column acknowledgement.jobs is 'How many unresolved jobs it spoke of.';
comment on column acknowledgement.until is 'When the newest failure of which it speaks happened: a newer one ends it.';
comment on column acknowledgement.by is 'Name of the account.';

-- What still holds; as a rule a handful.
create index acknowledgement_standing on acknowledgement (until desc) where undone_at is null;

create table host_ban (
  id         bigint generated always as identity,
  host       text        not null,
  reason     text        not null,
  at         timestamptz not null default now(),
  by         text        not null,
  lifted_at  timestamptz,
  lifted_by  text,
  lifted_why text,
  constraint host_ban_pk primary key (id),
  constraint host_ban_host_length check (length(host) between 1 and 255),
  constraint host_ban_reason_length check (length(reason) between 1 and 1000),
  constraint host_ban_lifted_says_who check ((lifted_at is null) = (lifted_by is null)),
  constraint host_ban_lifted_why check (lifted_why is null or lifted_at is not null)
);
comment on table host_ban is 'Hosts whose pilots are given no jobs, and were not in earlier times.';
comment on column host_ban.host is 'As pilots name the machine that they run on.';
comment on column host_ban.by is 'Name of the account.';
comment on column host_ban.lifted_at is 'Since when it is allowed again; null = it is banned.';

-- A registration looks here, and a ban that stands is not made twice.
create unique index host_ban_once on host_ban (host) where lifted_at is null;

alter table event drop constraint event_entity;
alter table event add constraint event_entity check (
  entity in ('job', 'pilot', 'workflow', 'dataset', 'site', 'jobtype', 'account', 'token', 'setting', 'installation', 'servicelog', 'dag', 'datatype', 'host', 'failure'));
