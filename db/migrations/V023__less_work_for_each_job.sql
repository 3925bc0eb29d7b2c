-- What a job's life costs the database without anybody having something from it.

-- The claim adds an attempt of a job whose row it has just updated, and nothing else adds any: this could never find anything,
-- and was an eighth of what a job costs. Whoever deletes jobs deletes their attempts first.
alter table attempt drop constraint attempt_job_fk;

-- The history of one thing. To find the place of a new row PostgreSQL compared the kind of thing first, a text, in each of the
-- three rows of a job's life. Jobs, pilots, workflows and datasets of one number have a few rows each: who wants one kind leaves
-- the others out. Sites, settings and the like are in one table for years and are also sought by their kind alone.
drop index event_of_entity;
create index event_of_entity on event_history (entity_id, at);
create index event_of_entity_audit on event_audit (entity, entity_id, at);
