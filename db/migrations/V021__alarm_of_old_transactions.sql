-- An alarm when a transaction or a replication slot keeps PostgreSQL from removing rows that were changed.

alter table alarm drop constraint alarm_rule;
alter table alarm add constraint alarm_rule check (rule in ('LATE', 'FAILING_TYPE', 'FAILING_HOST', 'SILENT', 'NUMBER', 'POOL_PAUSED', 'BATCH_UNREADABLE', 'BATCH_REFUSES', 'POOL_FORGOTTEN', 'OLD_TRANSACTION', 'UNWATCHED'));

alter table alarm_silence drop constraint alarm_silence_rule;
alter table alarm_silence add constraint alarm_silence_rule check (rule in ('LATE', 'FAILING_TYPE', 'FAILING_HOST', 'SILENT', 'NUMBER', 'POOL_PAUSED', 'BATCH_UNREADABLE', 'BATCH_REFUSES', 'POOL_FORGOTTEN', 'OLD_TRANSACTION', 'UNWATCHED'));

comment on column alarm.object is 'What the rule looked at: a job type, a host, a service, a site, the name of a range, or who keeps the database from cleaning up.';
