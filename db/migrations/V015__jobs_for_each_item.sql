-- A vertex with a foreach: its own job lists the items, and each of them gets a job like it.

alter table job add column fan_out jsonb;
comment on column job.fan_out is 'Of a vertex with a foreach and of its items: what the pilot lists instead of running the payload, and the directories that it makes.';

alter table vertex add column item_files jsonb;
comment on column vertex.item_files is 'Of a vertex with a foreach: the variables that name a file of its own for each item, and the endings of these files.';
