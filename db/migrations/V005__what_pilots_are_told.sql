-- What people tell pilots, and who wrote to the service log.

alter table pilot
  add column told     text,
  add column told_at  timestamptz,
  add column told_why text,
  add constraint pilot_told check (told in ('DRAIN', 'STOP')),
  add constraint pilot_told_says_when_and_why check ((told is null) = (told_at is null) and (told is null) = (told_why is null)),
  add constraint pilot_draining_was_told check (state <> 'DRAINING' or told is not null),
  add constraint pilot_killed_was_told check (state <> 'KILLED' or told is not distinct from 'STOP');
comment on column pilot.told is 'DRAIN = take no new job, end after the one it holds; STOP = give the job back and end. For good, also for one that is lost and comes back.';
comment on column pilot.told_why is 'By whom and why, in words for the pilot''s log and for lists.';

-- Whose parked wish is to be answered at once; a handful of rows.
create index pilot_told_and_there on pilot (id) where told is not null and ended_at is null;

alter table service_log add column author text;
comment on column service_log.author is '"user NAME" for an entry that came from outside; null = the server itself.';
