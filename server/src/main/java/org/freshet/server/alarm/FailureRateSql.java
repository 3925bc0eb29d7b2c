package org.freshet.server.alarm;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts which part of the attempts failed lately. */
@Repository
class FailureRateSql {

    // Served by event_recent and attempt_pk. That of which too few failed is not counted any further: on a good day the
    // first look at the history is all.
    private static final String RATES = """
            with tried as (
              select distinct on (a.job_id, a.attempt) a.jobtype, a.host, a.result
              from event e
              join attempt a on a.job_id = e.entity_id and a.attempt = e.attempt
              where e.entity = 'job' and e.at > now() - make_interval(secs => :within::double precision)
                and e.to_state in ('FINISHED', 'FAILED', 'DEFINED') and a.result in ('FINISHED', 'FAILED')
                and :least <= (
                  select count(*)
                  from (
                    select 1
                    from event f
                    where f.entity = 'job' and f.at > now() - make_interval(secs => :within::double precision)
                      and (f.to_state = 'FAILED' or f.to_state = 'DEFINED' and f.from_state in ('DISPATCHED', 'RUNNING'))
                    limit :least) few)
            )
            select true as of_type, jobtype as object, count(*) as ended, count(*) filter (where result = 'FAILED') as failed
            from tried
            group by jobtype
            having count(*) filter (where result = 'FAILED') >= :least
            union all
            select false, host, count(*), count(*) filter (where result = 'FAILED')
            from tried
            where host is not null
            group by host
            having count(*) filter (where result = 'FAILED') >= :least
            """;

    private final JdbcClient db;

    FailureRateSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * How many attempts ended, and failed.
     *
     * @param ofType whether they are those of a job type; else those on a host
     */
    record Rate(boolean ofType, String object, long ended, long failed) {

        double part() {
            return (double) failed / ended;
        }
    }

    /** Of all types and hosts of which enough failed. */
    List<Rate> rates(FailureSettings settings) {
        return db.sql(RATES)
                .param("within", settings.within().toMillis() / 1000.0)
                .param("least", settings.least())
                .query((row, n) -> new Rate(
                        row.getBoolean("of_type"),
                        row.getString("object"),
                        row.getLong("ended"),
                        row.getLong("failed")))
                .list();
    }
}
