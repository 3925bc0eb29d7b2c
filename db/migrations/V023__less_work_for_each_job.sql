-- What a job's life costs the database without anybody having something from it.

-- The claim adds an attempt of a job whose row it has just updated, and nothing else adds any: this could never find anything,
-- and was an eighth of what a job costs. Whoever deletes jobs deletes their attempts first.
alter table attempt drop constraint attempt_job_fk;
