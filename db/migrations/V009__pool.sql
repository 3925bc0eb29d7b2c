-- The pool: whose turn it is to calculate, how each site stands, and what the batch system says of each pilot's slot.

create table pool_site (
  site       text        not null,
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
comment on column pool_site.holder is 'Who calculates now: two at once would order twice.';
comment on column pool_site.held_until is 'On the database''s clock: then its turn is over, finished or not.';
comment on column pool_site.run is 'The last calculation, as the API shows it.';

alter table pilot
  add column batch_state  text,
  add column batch_since  timestamptz,
  add column hold_code    integer,
  add column hold_subcode integer,
  add column hold_reason  text,
  add constraint pilot_batch_state check (batch_state in ('QUEUED', 'RUNNING', 'HELD', 'LEAVING')),
  add constraint pilot_held_says_why check (batch_state is distinct from 'HELD' or hold_reason is not null);
comment on column pilot.batch_state is 'What the batch system last said of its slot; null = it never showed one.';
comment on column pilot.batch_since is 'When that was first seen.';
comment on column pilot.hold_code is 'HTCondor''s HoldReasonCode; null = not held, or no such code.';
