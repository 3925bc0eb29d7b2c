-- Templates of workflows, and the types of the data that pass between their vertices.

create table data_type (
  id           bigint generated always as identity,
  name         text        not null,
  ext          text        not null default '',
  comment      text        not null default '',
  output_check text        not null default 'NOT_EMPTY',
  created_at   timestamptz not null default now(),
  version      integer     not null default 0,
  constraint data_type_pk primary key (id),
  constraint data_type_name_unique unique (name),
  constraint data_type_name_form check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  constraint data_type_ext_form check (ext = '' or (ext like '.%' and length(ext) <= 32 and position('/' in ext) = 0)),
  constraint data_type_comment_length check (length(comment) <= 1000),
  constraint data_type_output_checked check (output_check in ('NOT_EMPTY', 'EXISTS', 'NONE'))
);
comment on table data_type is 'What the file of an edge is. Never changed: files that are there already have its extension.';
comment on column data_type.ext is 'End of the names of its files, with the dot.';
comment on column data_type.output_check is 'What a file must be when the job that writes it has ended.';

create table dag (
  id         bigint generated always as identity,
  name       text        not null,
  owner      text        not null,
  newest     integer     not null,
  created_at timestamptz not null default now(),
  version    integer     not null default 0,
  constraint dag_pk primary key (id),
  constraint dag_name_unique unique (name),
  constraint dag_name_form check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
  constraint dag_newest check (newest >= 1)
);
comment on table dag is 'A template of workflows by its name.';
comment on column dag.owner is 'Name of the account that loaded it first.';
comment on column dag.newest is 'Number of the newest version: what a workflow is made from unless another is asked for.';
comment on column dag.version is 'Rises with every change of the row, so that two loads at once do not make one version.';

create table dag_version (
  dag_id      bigint      not null,
  version     integer     not null,
  description text        not null,
  graphml     bytea       not null,
  digest      bytea       not null,
  vertices    integer     not null,
  edges       integer     not null,
  loaded_at   timestamptz not null default now(),
  loaded_by   text        not null,
  constraint dag_version_pk primary key (dag_id, version),
  constraint dag_version_dag_fk foreign key (dag_id) references dag (id) on delete cascade,
  constraint dag_version_number check (version >= 1),
  constraint dag_version_description_length check (length(description) <= 1000),
  constraint dag_version_digest_is_sha256 check (octet_length(digest) = 32),
  constraint dag_version_counts check (vertices >= 1 and edges >= 0)
);
comment on table dag_version is 'What was loaded under the name of a DAG, once for each time that it differed. Never changed.';
comment on column dag_version.graphml is 'The file as it was loaded.';
comment on column dag_version.digest is 'SHA-256 of what the file says, however it is written: tells whether a load brings anything new.';

alter table event drop constraint event_entity;
alter table event add constraint event_entity check (
  entity in ('job', 'pilot', 'workflow', 'dataset', 'site', 'jobtype', 'account', 'token', 'setting', 'installation', 'servicelog', 'dag', 'datatype'));
