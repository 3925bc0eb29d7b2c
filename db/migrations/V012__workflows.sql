-- Workflows: DAGs made concrete. Their vertices are jobs; what is said here is how these wait for each other.

create table workflow (
  id             bigint generated always as identity,
  name           text        not null,
  dag            text        not null,
  dag_version    integer     not null,
  state          text        not null,
  failure_policy text        not null default 'CONTINUE',
  stopped        boolean     not null default false,
  cancelled_by   text,
  cancelled_why  text,
  owner          text        not null,
  priority       integer     not null default 0,
  jobs           integer     not null,
  open           integer     not null,
  created_at     timestamptz not null default now(),
  started_at     timestamptz,
  ended_at       timestamptz,
  useful_for_s   double precision,
  useful_until   timestamptz,
  message        text,
  checked_at     timestamptz not null default now(),
  constraint workflow_pk primary key (id),
  constraint workflow_state check (state in ('TEMPLATE', 'DEFINED', 'RUNNING', 'PAUSED', 'FINISHED', 'FAILED', 'CANCELLED')),
  constraint workflow_failure_policy check (failure_policy in ('CONTINUE', 'STOP')),
  constraint workflow_name_length check (length(name) between 1 and 200),
  constraint workflow_priority check (priority between -1000 and 1000),
  constraint workflow_jobs check (jobs > 0 and open between 0 and jobs),
  constraint workflow_final_has_no_open_job check ((state in ('FINISHED', 'FAILED', 'CANCELLED')) = (open = 0)),
  constraint workflow_cancelled_says_why check ((cancelled_by is null) = (cancelled_why is null)),
  constraint workflow_cancelled_is_stopped check (cancelled_by is null or stopped),
  constraint workflow_final_has_end check ((state in ('FINISHED', 'FAILED', 'CANCELLED')) = (ended_at is not null)),
  constraint workflow_running_has_start check (state not in ('RUNNING', 'PAUSED', 'FINISHED') or started_at is not null)
) with (fillfactor = 50);
comment on table workflow is 'A DAG made concrete. Its row is the lock of everything below: who changes what waits for what holds it.';
comment on column workflow.dag is 'Name of the DAG; it may be gone.';
comment on column workflow.stopped is 'A job ended other than FINISHED and the failure policy is STOP: what has not started is cancelled, until a person retries or reruns.';
comment on column workflow.cancelled_by is 'Who cancelled it, as an actor; known before its jobs have ended.';
comment on column workflow.open is 'Jobs that are not final yet.';
comment on column workflow.useful_for_s is 'For a workflow that has not started: how long from its start the results are of use.';
comment on column workflow.checked_at is 'When the sweep last compared the counters with the jobs.';

-- The sweep looks at these only.
create index workflow_unfinished on workflow (checked_at) where ended_at is null;

alter table job add constraint job_workflow_fk foreign key (workflow_id) references workflow (id);

create table vertex (
  job_id       bigint  not null,
  workflow_id  bigint  not null,
  waiting      integer not null,
  noop         boolean not null default false,
  released     boolean not null default false,
  useful_for_s double precision,
  constraint vertex_pk primary key (job_id),
  constraint vertex_job_fk foreign key (job_id) references job (id) on delete cascade,
  constraint vertex_workflow_fk foreign key (workflow_id) references workflow (id) on delete cascade,
  constraint vertex_waiting check (waiting >= 0)
) with (fillfactor = 70);
comment on table vertex is 'What a job waits for in its workflow.';
comment on column vertex.waiting is 'Parents that are not FINISHED.';
comment on column vertex.noop is 'It runs nothing: it is FINISHED as soon as it may start.';
comment on column vertex.released is 'It was let go when its parents were finished, and not taken back by a pause or a retry since.';
comment on column vertex.useful_for_s is 'How long its own result is of use, where the DAG says so; else the workflow''s counts.';

create index vertex_of_workflow on vertex (workflow_id);
-- What may be released now: a handful of rows, whatever the size of the workflow.
create index vertex_due on vertex (workflow_id) where waiting = 0 and not released;

create table vertex_parent (
  parent bigint not null,
  child  bigint not null,
  constraint vertex_parent_pk primary key (parent, child),
  constraint vertex_parent_parent_fk foreign key (parent) references vertex (job_id) on delete cascade,
  constraint vertex_parent_child_fk foreign key (child) references vertex (job_id) on delete cascade,
  constraint vertex_parent_not_itself check (parent <> child)
);
comment on table vertex_parent is 'Who waits for whom: each pair once, however many edges join the two.';

create index vertex_parent_of_child on vertex_parent (child);

create table dataset (
  id          bigint generated always as identity,
  workflow_id bigint,
  source_job  bigint,
  target_job  bigint,
  name        text        not null,
  state       text        not null default 'DEFINED',
  comment     text        not null default '',
  datatype    text        not null default '',
  datatag     text        not null default '',
  dirpath     text        not null default '',
  path        text        not null,
  created_at  timestamptz not null default now(),
  written_at  timestamptz,
  constraint dataset_pk primary key (id),
  constraint dataset_workflow_fk foreign key (workflow_id) references workflow (id) on delete cascade,
  constraint dataset_source_fk foreign key (source_job) references job (id) on delete set null,
  constraint dataset_target_fk foreign key (target_job) references job (id) on delete set null,
  constraint dataset_state check (state in ('DEFINED', 'WRITTEN')),
  constraint dataset_written_has_time check ((state = 'WRITTEN') = (written_at is not null))
);
comment on table dataset is 'One unit of data, a file: what an edge of a workflow carries from its source to its target.';
comment on column dataset.state is 'WRITTEN once the job that writes it is FINISHED.';
comment on column dataset.path is 'Of the file, as both ends find it in the environment variable that the datatag names.';

create index dataset_of_workflow on dataset (workflow_id, id);
create index dataset_of_source on dataset (source_job) where source_job is not null;
create index dataset_of_target on dataset (target_job) where target_job is not null;
