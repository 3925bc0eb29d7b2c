-- What people write into the service log is in the audit, too.

alter table event drop constraint event_entity;
alter table event add constraint event_entity check (
  entity in ('job', 'pilot', 'workflow', 'dataset', 'site', 'jobtype', 'account', 'token', 'setting', 'installation', 'servicelog'));
