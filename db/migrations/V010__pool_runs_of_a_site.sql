-- The pool's ledger of one site: by place, for paging, and by time, for the chart of a day and for the order of a pilot.

create index pool_run_of_site on service_log ((data->>'site'), id desc)
  where service = 'pool' and author is null and data is not null;

create index pool_run_at on service_log ((data->>'site'), at)
  where service = 'pool' and author is null and data is not null;
