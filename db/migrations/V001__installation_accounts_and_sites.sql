-- What exists before any job: the installation itself, who may act, where pilots run, and the common history.

create table installation (
  id         bigint      not null,
  created_at timestamptz not null default now(),
  only_one   boolean     not null default true,
  constraint installation_pk primary key (only_one),
  constraint installation_only_one check (only_one),
  constraint installation_id_has_60_bits check (id between 1 and 1152921504606846975)
);
comment on table installation is 'This database''s own number, the first 60 free bits of every UUID form (version 8) of an id.';

create table server_instance (
  id         bigint generated always as identity,
  host       text        not null,
  pid        bigint      not null,
  url        text        not null,
  version    text        not null,
  started_at timestamptz not null default now(),
  seen_at    timestamptz not null default now(),
  stopped_at timestamptz,
  constraint server_instance_pk primary key (id)
);
comment on table server_instance is 'One row per start of a server; several may be alive on one database.';

create table account (
  id          bigint generated always as identity,
  name        text        not null,
  role        text        not null,
  created_at  timestamptz not null default now(),
  disabled_at timestamptz,
  version     integer     not null default 0,
  constraint account_pk primary key (id),
  constraint account_name_unique unique (name),
  constraint account_name_length check (length(name) between 1 and 100),
  constraint account_role check (role in ('VIEWER', 'SUBMITTER', 'OPERATOR', 'ADMIN'))
);
comment on table account is 'Somebody who may act: a person, or a script that acts for one.';

create table token (
  id           bigint generated always as identity,
  account_id   bigint      not null,
  name         text        not null,
  hash         bytea       not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  constraint token_pk primary key (id),
  constraint token_account_fk foreign key (account_id) references account (id),
  constraint token_hash_unique unique (hash),
  constraint token_hash_is_sha256 check (octet_length(hash) = 32)
);
comment on table token is 'What an account shows to prove who it is. Kept when revoked, for the history.';
comment on column token.hash is 'SHA-256 of the token. Tokens hold 256 random bits, so no salt or slow hash is needed.';

create table site (
  id                  bigint generated always as identity,
  name                text        not null,
  batch               text        not null,
  mode                text        not null default 'FIXED',
  cap                 integer     not null,
  reserve             integer     not null default 0,
  ramp                integer     not null default 10,
  paused              boolean     not null default false,
  paused_reason       text,
  env                 jsonb       not null default '{}',
  heartbeat_s         integer     not null default 10,
  lifetime_s          bigint      not null default 86400,
  idle_s              bigint      not null default 0,
  max_jobs            integer     not null default 0,
  drain_grace_s       integer     not null default 0,
  kill_grace_s        integer     not null default 5,
  payload_user        text,
  secret_hash         bytea       not null,
  old_secret_hash     bytea,
  old_secret_until    timestamptz,
  created_at          timestamptz not null default now(),
  version             integer     not null default 0,
  constraint site_pk primary key (id),
  constraint site_name_unique unique (name),
  constraint site_name_form check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  constraint site_batch check (batch in ('LOCAL', 'HTCONDOR', 'NONE')),
  constraint site_mode check (mode in ('FIXED', 'DEMAND')),
  constraint site_numbers_not_negative check (cap >= 0 and reserve >= 0 and ramp >= 0 and idle_s >= 0 and max_jobs >= 0 and drain_grace_s >= 0 and kill_grace_s >= 0),
  constraint site_heartbeat check (heartbeat_s between 1 and 3600),
  constraint site_payload_user check (payload_user ~ '^[A-Za-z_][A-Za-z0-9_.-]{0,31}$' and payload_user <> 'root'),
  constraint site_lifetime check (lifetime_s > 0),
  constraint site_paused_has_reason check (not paused or paused_reason is not null),
  constraint site_secret_is_sha256 check (octet_length(secret_hash) = 32)
);
comment on table site is 'A named set of pilot parameters: how many, where, how long.';
comment on column site.mode is 'FIXED keeps cap pilots; DEMAND follows the waiting jobs, see DESIGN 8.';
comment on column site.cap is 'Most pilots at once, counting every batch job not proven gone.';
comment on column site.reserve is 'Idle pilots kept beyond the demand (DEMAND).';
comment on column site.ramp is 'Most pilots submitted in one pool calculation.';
comment on column site.max_jobs is 'Jobs per pilot; 0 = endless.';
comment on column site.payload_user is 'The user of the pilots'' machines as whom a pilot that runs as root runs payloads; null = as itself.';
comment on column site.idle_s is 'A pilot without a job stops after this long; 0 = never.';

create table setting (
  name       text        not null,
  value      text        not null,
  changed_at timestamptz not null default now(),
  version    integer     not null default 0,
  constraint setting_pk primary key (name)
);
comment on table setting is 'What operators change while the server runs. Everything else is configuration (application.yml).';

-- History of every kind of thing. Appended in the statement that makes the change; never updated.
create table event (
  at         timestamptz not null default clock_timestamp(),
  entity     text        not null,
  entity_id  bigint      not null,
  from_state text,
  to_state   text        not null,
  actor      text        not null,
  reason     text,
  attempt    integer,
  data       jsonb,
  constraint event_entity check (entity in ('job', 'pilot', 'workflow', 'dataset', 'site', 'jobtype', 'account', 'token', 'setting'))
) partition by list (entity);
comment on table event is 'Every change of state: when, of what, from, to, by whom, why.';
comment on column event.actor is '"user NAME", "pilot ID" or "service NAME".';

-- Many rows a second, of which old ones are dropped by the week, not deleted. The retention sweep makes the weeks to come;
-- what has none goes to the default partition, and is deleted row by row.
create table event_history partition of event for values in ('job', 'pilot', 'workflow', 'dataset') partition by range (at);
create table event_history_default partition of event_history default;

-- Sites, job types, accounts, tokens, settings: a few rows a day, kept for longer.
create table event_audit partition of event default;

-- History of one thing, oldest first.
create index event_of_entity on event (entity, entity_id, at);

-- What changed in the last day: the rows lie in the order of their times, so a summary of each block is enough.
create index event_recent on event using brin (at);

create table service_log (
  id      bigint generated always as identity,
  at      timestamptz not null default now(),
  service text        not null,
  level   text        not null default 'INFO',
  message text        not null,
  data    jsonb,
  constraint service_log_pk primary key (id),
  constraint service_log_level check (level in ('INFO', 'WARNING', 'ERROR'))
);
comment on table service_log is 'Append-only: what the services decided and why, one sentence each.';

-- The newest entries of one service.
create index service_log_of_service on service_log (service, id desc);
