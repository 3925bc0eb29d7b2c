-- The pool: whose turn it is to calculate, how each site stands, and what the batch system says of each pilot's slot.

create table pool_site (
  site       text        not null,
  host       text,
  holder     text,
  held_until timestamptz,
  since      timestamptz,
  at         timestamptz,
  by         text,
  run        jsonb,
  constraint pool_site_pk primary key (site),
  constraint pool_site_fk foreign key (site) references site (name),
  constraint pool_site_turn check ((holder is null) = (held_until is null)),
  constraint pool_site_standing check ((run is null) = (at is null) and (run is null) = (by is null) and (run is null) = (since is null))
);
comment on table pool_site is 'One row per site whose pool was ever calculated.';
comment on column pool_site.host is 'Whose batch system has the slots that are there; another host''s knows nothing of them.';
comment on column pool_site.holder is 'Who calculates now: two at once would order twice.';
comment on column pool_site.held_until is 'On the database''s clock: then its turn is over, finished or not.';
comment on column pool_site.run is 'The last calculation, as the API shows it.';

alter table pilot
  add column batch_state  text,
  add column batch_since  timestamptz,
  add column hold_code    integer,
  add column hold_subcode integer,
  add column hold_reason  text,
  add column hold_advice  text,
  add constraint pilot_batch_state check (batch_state in ('QUEUED', 'RUNNING', 'HELD', 'LEAVING')),
  add constraint pilot_held_says_why check (batch_state is distinct from 'HELD' or hold_reason is not null);
comment on column pilot.batch_state is 'What the batch system last said of its slot; null = it never showed one.';
comment on column pilot.batch_since is 'When that was first seen.';
comment on column pilot.hold_code is 'HTCondor''s HoldReasonCode; null = not held, or no such code.';

-- Dead-man switches.
create table watch (
  id         bigint generated always as identity,
  service    text        not null,
  every_s    integer     not null,
  since      timestamptz not null default now(),
  late_since timestamptz,
  constraint watch_pk primary key (service),
  constraint watch_id_unique unique (id),
  constraint watch_service_form check (service ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  constraint watch_every check (every_s between 10 and 2678400)
);
comment on table watch is 'Services that must write into the service log again and again; silence is an alarm.';
comment on column watch.id is 'For the history.';
comment on column watch.every_s is 'Longest silence that is no alarm, in seconds.';
comment on column watch.since is 'Silence before does not count.';
comment on column watch.late_since is 'When the alarm began; null = there is none.';
