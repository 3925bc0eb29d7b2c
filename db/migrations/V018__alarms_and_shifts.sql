-- Alarms: what needs a person, from when until when; what somebody keeps silent for a time; notes of a shift.

create table alarm (
  id          bigint generated always as identity,
  rule        text             not null,
  object      text             not null,
  severity    text             not null,
  brief       text             not null,
  sentence    text             not null,
  detail      text             not null default '',
  command     text,
  value       double precision,
  limit_value double precision,
  raised_at   timestamptz      not null default now(),
  quiet_since timestamptz,
  cleared_at  timestamptz,
  acked_at    timestamptz,
  acked_by    text,
  ack_note    text,
  constraint alarm_pk primary key (id),
  constraint alarm_rule check (rule in ('LATE', 'FAILING_TYPE', 'FAILING_HOST', 'SILENT', 'NUMBER', 'POOL_PAUSED', 'BATCH_UNREADABLE', 'BATCH_REFUSES', 'POOL_FORGOTTEN', 'UNWATCHED')),
  constraint alarm_severity check (severity in ('BROKEN', 'UNKNOWN', 'LATE')),
  constraint alarm_acked_by_somebody check ((acked_at is null) = (acked_by is null)),
  constraint alarm_note_of_acknowledgement check (ack_note is null or acked_at is not null)
);
comment on table alarm is 'What needs a person, from when it began until it was over. Several servers look at the same rules: the row is what they agree on.';
comment on column alarm.object is 'What the rule looked at: a job type, a host, a service, a site, or the name of a range.';
comment on column alarm.brief is 'What it is, without a full stop.';
comment on column alarm.value is 'What was measured last: seconds, a part of 1, or a number of the service log; null = nothing is measured.';
comment on column alarm.quiet_since is 'Since when its reason is gone; it is over when that lasts.';

-- One alarm at a time about one thing.
create unique index alarm_open on alarm (rule, object) where cleared_at is null;

-- What was over in a shift.
create index alarm_over on alarm (cleared_at) where cleared_at is not null;

create table alarm_silence (
  id       bigint generated always as identity,
  rule     text        not null,
  object   text,
  reason   text        not null,
  until    timestamptz not null,
  made_at  timestamptz not null default now(),
  made_by  text        not null,
  ended_at timestamptz,
  ended_by text,
  constraint alarm_silence_pk primary key (id),
  constraint alarm_silence_rule check (rule in ('LATE', 'FAILING_TYPE', 'FAILING_HOST', 'SILENT', 'NUMBER', 'POOL_PAUSED', 'BATCH_UNREADABLE', 'BATCH_REFUSES', 'POOL_FORGOTTEN', 'UNWATCHED')),
  constraint alarm_silence_says_why check (reason <> ''),
  constraint alarm_silence_lasts check (until > made_at),
  constraint alarm_silence_ended_by_somebody check ((ended_at is null) = (ended_by is null))
);
comment on table alarm_silence is 'Alarms that nobody wants to be told of for a time. They are raised all the same.';
comment on column alarm_silence.object is 'Null = whatever the rule looks at.';
comment on column alarm_silence.ended_at is 'When somebody ended it before its time.';

create index alarm_silence_open on alarm_silence (rule, object) where ended_at is null;

create table alarm_look (
  only_one boolean     not null default true,
  at       timestamptz not null,
  constraint alarm_look_pk primary key (only_one),
  constraint alarm_look_only_one check (only_one)
);
comment on table alarm_look is 'When the rules were looked at last: when that is long ago, no alarm does not mean that all is well.';

create table shift_note (
  id     bigint generated always as identity,
  at     timestamptz not null default now(),
  author text        not null,
  body   text        not null,
  constraint shift_note_pk primary key (id),
  constraint shift_note_length check (length(body) between 1 and 4000)
);
comment on table shift_note is 'What a shifter wants the next one to know.';

create index shift_note_at on shift_note (at);

-- All three are in the audit. What was allowed before stays so, whatever it was.
do $$
declare
  words text;
begin
  select string_agg(distinct quote_literal(found.word), ', ')
    into words
    from (
      select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as word
      from pg_constraint
      where conname = 'event_entity' and conrelid = 'event'::regclass
      union all
      select unnest(array['alarm', 'silence', 'shiftnote'])
    ) found;
  execute 'alter table event drop constraint event_entity';
  execute 'alter table event add constraint event_entity check (entity in (' || words || '))';
end
$$;

-- What the services noted in a shift: entries lie in the order of their times, so a summary of each range of blocks is
-- enough, made as soon as the range is full.
create index service_log_recent on service_log using brin (at) with (autosummarize = on);

-- What people did in a shift. event_of_people has submissions, too, of which a shift has a hundred thousand; they are not among
-- this, nor what a change of many jobs did to each. What pilots and services do has no entry here, so that the dispatch pays
-- nothing for it.
create index event_of_deeds on event (at)
  where actor like 'user %' and from_state is not null and (origin is null or origin not like 'bulk %');
