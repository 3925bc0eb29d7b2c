-- The overview: when a job type is late, where its newest result is, and sums of the history.

alter table job_type add column late_after_s integer;
alter table job_type add constraint job_type_late_after check (late_after_s > 0);
comment on column job_type.late_after_s is 'Its results are late when they come later than this after their data; null = as the server''s settings say.';

-- The newest result of each type, however long ago it came or how much failed since, and the results of the minutes that are
-- not summed up yet. One entry for each attempt that finished, written with its end, some 100 of the 2,000 bytes of log that a
-- job's life costs; what is reported before that changes none of its columns, so it stays a heap-only update. attempt_of_type
-- cannot stand for it: who began last need not have ended last, and behind a thousand failures no result is found.
create index attempt_finished on attempt (jobtype, ended_at desc) where result = 'FINISHED';

-- Blocks of the history that were written since the last vacuum have no summary, and each look at the last minutes read all of
-- them: up to a fifth of a week. Now each is summed up as soon as it is full. The rows are read once for it.
drop index event_recent;
create index event_recent on event using brin (at) with (pages_per_range = 32, autosummarize = on);

-- Sums of what the history and the attempts have row by row, for each five minutes that are over. Nothing is counted twice:
-- what is before tally_end.at is here, what is behind it is read from the rows themselves.
create table tally_end (
  only_one boolean     not null default true,
  at       timestamptz not null,
  constraint tally_end_pk primary key (only_one),
  constraint tally_end_only_one check (only_one)
);
comment on table tally_end is 'Up to when the tallies go. Its row is the lock of whoever goes on with them.';

create table change_tally (
  at         timestamptz not null,
  from_state text        not null,
  to_state   text        not null,
  changes    bigint      not null,
  constraint change_tally_pk primary key (at, from_state, to_state)
);
comment on table change_tally is 'How often jobs went from one state to another, by five minutes.';
comment on column change_tally.at is 'When the five minutes begin.';
comment on column change_tally.from_state is 'Empty for what was defined anew.';

create table result_tally (
  at       timestamptz      not null,
  jobtype  text             not null,
  results  integer          not null,
  behind_s double precision not null,
  constraint result_tally_pk primary key (at, jobtype)
);
comment on table result_tally is 'How many attempts of a type finished in five minutes, and how far behind their data.';
comment on column result_tally.behind_s is 'The median, from the data (or, where their time is not known, the definition) to the end.';
