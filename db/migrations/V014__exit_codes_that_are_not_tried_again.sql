-- What trying again cannot mend.

alter table job add column no_retry_exit_codes integer[] not null default '{}';
alter table job add constraint job_no_retry_exit_codes
  check (1 <= all (no_retry_exit_codes) and 255 >= all (no_retry_exit_codes) and array_position(no_retry_exit_codes, null) is null);
comment on column job.no_retry_exit_codes is 'Exit codes after which a payload that failed is not tried again, though retries are left; 128 + n for signal n.';
