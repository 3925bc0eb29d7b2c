-- What a site asks of its batch system for each pilot, and what the pilot then offers to payloads.

alter table site
  add column pilot_cores     integer not null default 0,
  add column pilot_memory_mb integer not null default 0,
  add column pilot_disk_mb   integer not null default 0,
  add column pilot_tags      text[]  not null default '{}',
  add constraint site_pilot_not_negative check (pilot_cores >= 0 and pilot_memory_mb >= 0 and pilot_disk_mb >= 0);

comment on column site.pilot_cores is 'Asked for each pilot and offered by it; 0 = not stated, it offers what its slot has.';
comment on column site.pilot_memory_mb is 'Like pilot_cores. What the pilot itself needs is asked for beyond that.';
comment on column site.pilot_disk_mb is 'Like pilot_memory_mb.';
comment on column site.pilot_tags is 'Names of abilities that every pilot of the site offers.';
