-- Pilots: a row exists from the order to the batch system on, before the pilot itself has spoken.

create table pilot (
  id            bigint generated always as identity,
  site          text        not null,
  state         text        not null,
  reason        text,
  nonce         text        not null,
  token_hash    bytea,
  batch_id      text,
  host          text,
  pid           bigint,
  version       text,
  os_user       text,
  payload_user  text,
  cores         integer     not null default 1,
  memory_mb     integer     not null default 0,
  disk_mb       integer     not null default 0,
  tags          text[]      not null default '{}',
  seq           bigint      not null default 0,
  jobs_done     bigint      not null default 0,
  submitted_at  timestamptz not null default now(),
  registered_at timestamptz,
  last_seen_at  timestamptz,
  lease_until   timestamptz,
  ends_at       timestamptz,
  ended_at      timestamptz,
  constraint pilot_pk primary key (id),
  constraint pilot_site_fk foreign key (site) references site (name),
  constraint pilot_nonce_unique unique (nonce),
  constraint pilot_state check (state in ('SUBMITTED', 'ACTIVE', 'IDLE', 'BUSY', 'DRAINING', 'STOPPED', 'KILLED', 'LOST')),
  constraint pilot_registered_has_lease check (state = 'SUBMITTED' or ended_at is not null or (registered_at is not null and lease_until is not null)),
  constraint pilot_ended check ((state in ('STOPPED', 'KILLED', 'LOST')) = (ended_at is not null))
) with (fillfactor = 50);
comment on table pilot is 'The agents that occupy batch slots.';
comment on column pilot.nonce is 'Chosen by the pool with the order, or by the pilot: registering twice with it is the same pilot.';
comment on column pilot.token_hash is 'SHA-256 of the token that its own calls carry.';
comment on column pilot.os_user is 'The user of its machine that it runs as.';
comment on column pilot.payload_user is 'What its site wanted as the user of payloads when it registered.';
comment on column pilot.seq is 'Number of its newest exchange; an older one that arrives late is ignored.';
comment on column pilot.lease_until is 'On the database''s clock: not heard of until then, it is lost.';

-- The sweeps look at these only.
create index pilot_alive on pilot (site) where ended_at is null;
