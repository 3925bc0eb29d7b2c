-- The history as audit: who changed what, when and why, and now also from where.

-- Two steps: what is there stays null without being written again.
alter table event add column origin text;
alter table event alter column origin set default nullif(current_setting('freshet.origin', true), '');
comment on column event.origin is
  'From where a person asked for it, and by which token: "10.1.2.3 token 12". The server sets it for the transaction of a request; null for pilots and services.';

alter table event drop constraint event_entity;
alter table event add constraint event_entity check (
  entity in ('job', 'pilot', 'workflow', 'dataset', 'site', 'jobtype', 'account', 'token', 'setting', 'installation'));

-- What people did, newest first. Most changes are those of pilots and services, and cost nothing here.
create index event_of_people on event (at) where actor like 'user %';
