-- What a person does to many jobs at once, and lists that people keep under a name.

create table bulk (
  id           bigint generated always as identity,
  action       text        not null,
  phase        text        not null default 'PREVIEW',
  owner        text        not null,
  operator     boolean     not null,
  chosen       text,
  cut          boolean     not null default false,
  priority     integer,
  useful_for_s integer,
  reason       text,
  undo_of      bigint,
  created_at   timestamptz not null default now(),
  confirmed_at timestamptz,
  ended_at     timestamptz,
  constraint bulk_pk primary key (id),
  constraint bulk_undo_fk foreign key (undo_of) references bulk (id) on delete cascade,
  constraint bulk_undo_once unique (undo_of),
  constraint bulk_action check (action in ('CANCEL', 'HOLD', 'RELEASE', 'RETRY', 'PRIORITY')),
  constraint bulk_phase check (phase in ('PREVIEW', 'RUNNING', 'DONE')),
  constraint bulk_priority check (priority between -1000 and 1000),
  constraint bulk_has_priority check ((priority is not null) = (action = 'PRIORITY' and undo_of is null)),
  constraint bulk_useful_for check (useful_for_s is null or (useful_for_s > 0 and action = 'RETRY')),
  constraint bulk_confirmed_has_reason check ((phase = 'PREVIEW') = (confirmed_at is null) and (confirmed_at is null) = (reason is null)),
  constraint bulk_done_has_end check ((phase = 'DONE') = (ended_at is not null))
);
comment on table bulk is 'One change of many jobs: first a preview with its jobs written down, then, confirmed, worked off in parts by whichever server comes first.';
comment on column bulk.operator is 'Whether the owner may change the jobs of others.';
comment on column bulk.chosen is 'The filter by which the jobs were found, as in the address of the list; null = they were named one by one.';
comment on column bulk.cut is 'More jobs matched than one change takes, or not all were looked through.';
comment on column bulk.useful_for_s is 'For a retry: how long the results are of use, in seconds from when each is retried.';
comment on column bulk.undo_of is 'The change that this one takes back.';

-- What is still to be confirmed, worked off or forgotten: a handful of rows.
create index bulk_unfinished on bulk (id) where phase <> 'DONE';

-- No foreign key to job: what is done is told as long as the change is kept, though its jobs may be purged.
create table bulk_job (
  bulk_id      bigint  not null,
  job_id       bigint  not null,
  was_state    text,
  was_priority integer,
  new_priority integer,
  outcome      text,
  why          text,
  constraint bulk_job_pk primary key (bulk_id, job_id),
  constraint bulk_job_bulk_fk foreign key (bulk_id) references bulk (id) on delete cascade,
  constraint bulk_job_outcome check (outcome in ('DONE', 'IMPOSSIBLE', 'TOO_LATE')),
  constraint bulk_job_refused_has_why check ((coalesce(outcome, 'DONE') = 'DONE') = (why is null))
);
comment on table bulk_job is 'The jobs of a change of many, as they were found when its preview was made.';
comment on column bulk_job.was_state is 'State of the job at the preview, and once it is done the state that it had just before; null = there was no such job.';
comment on column bulk_job.was_priority is 'What an undo gives back.';
comment on column bulk_job.new_priority is 'For the undo of priorities: what this job had before.';
comment on column bulk_job.outcome is 'Null = still to be done; IMPOSSIBLE = since the preview; TOO_LATE = not possible any more when it was tried.';

-- What is still to be done, in order.
create index bulk_job_open on bulk_job (bulk_id, job_id) where outcome is null;

create table saved_view (
  id         bigint generated always as identity,
  owner      text        not null,
  name       text        not null,
  query      text        not null,
  shared     boolean     not null,
  created_at timestamptz not null default now(),
  constraint saved_view_pk primary key (id),
  constraint saved_view_name_unique unique (owner, name),
  constraint saved_view_name_length check (length(name) between 1 and 60),
  constraint saved_view_query_length check (length(query) <= 4000)
);
comment on table saved_view is 'Lists of jobs that people keep under a name, for themselves or for all.';
comment on column saved_view.query is 'As in the address of the list, without the question mark; empty = all jobs.';

create index saved_view_shared on saved_view (name) where shared;

-- Jobs of a type, newest first, of which there may be few among very many, and all jobs in the order of their types. Neither
-- column ever changes, so that it is written with the submission only.
create index job_of_type on job (jobtype, id desc);

-- Both are in the audit. What was allowed before stays so, whatever it was.
do $$
declare
  words text;
begin
  select string_agg(distinct quote_literal(entities.word), ', ')
    into words
    from (
      select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as word
      from pg_constraint
      where conname = 'event_entity' and conrelid = 'event'::regclass
      union all
      select unnest(array['bulk', 'view'])
    ) entities;
  execute 'alter table event drop constraint event_entity';
  execute 'alter table event add constraint event_entity check (entity in (' || words || '))';
end
$$;
