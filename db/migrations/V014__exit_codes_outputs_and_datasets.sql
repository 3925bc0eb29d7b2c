-- What trying again cannot mend; outputs that may be empty or missing; datasets that somebody brings.

alter table job add column no_retry_exit_codes integer[] not null default '{}';
alter table job add constraint job_no_retry_exit_codes
  check (1 <= all (no_retry_exit_codes) and 255 >= all (no_retry_exit_codes) and array_position(no_retry_exit_codes, null) is null);
comment on column job.no_retry_exit_codes is 'Exit codes after which a payload that failed is not tried again, though retries are left; 128 + n for signal n.';

alter table job add column loose_outputs jsonb;
alter table job add constraint job_loose_outputs check (jsonb_typeof(loose_outputs) = 'object');
comment on column job.loose_outputs is 'Outputs that may be empty (EXISTS) or missing (NONE), by name; those in outputs may be neither. Null = none.';

-- A dataset of no workflow is known by its path. The index holds a hash, since a path may be longer than its entries.
create unique index dataset_path_unique on dataset (md5(path)) where workflow_id is null;
