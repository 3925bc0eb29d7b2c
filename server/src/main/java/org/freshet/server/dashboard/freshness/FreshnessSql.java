package org.freshet.server.dashboard.freshness;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.freshness.CountedSince;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads how far the results of each job type were behind their data, over the time. */
@Component
public class FreshnessSql {

    // What is over from result_tally, by its primary key; the rest by attempt_finished.
    private static final String BEHIND = """
            with part as (
              select date_bin(cast(:step as interval), a.ended_at, 'epoch') as slice, t.name as jobtype, count(*) as results,
                     percentile_cont(0.5) within group (order by
                       cast(greatest(extract(epoch from a.ended_at - (SINCE)), 0) as double precision)) as behind_s
                from job_type t
               cross join lateral (
                       select job_id, ended_at
                         from attempt
                        where jobtype = t.name
                          and result = 'FINISHED'
                          and ended_at >= greatest(cast(:raw as timestamptz), cast(:from as timestamptz))) a
                join job j on j.id = a.job_id
               group by 1, 2
              union all
              select date_bin(cast(:step as interval), at, 'epoch'), jobtype, sum(results),
                     percentile_cont(0.5) within group (order by behind_s)
                from result_tally
               where at >= :from
                 and at < :raw
               group by 1, 2
            )
            select slice, jobtype, cast(sum(results) as bigint) as results, sum(behind_s * results) / sum(results) as behind_s
              from part
             group by slice, jobtype
             order by jobtype, slice
            """.replace("SINCE", CountedSince.of("j"));

    private final JdbcClient db;

    FreshnessSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * The results of a type in a part of the time.
     *
     * @param slice when that part begins
     * @param results how many
     * @param behind their data; the median
     */
    public record Slice(Instant slice, String jobtype, long results, Duration behind) {}

    /**
     * How far results were behind their data, by type and then by time.
     *
     * @param from a multiple of the step
     * @param raw from when on attempts are read one by one
     */
    public List<Slice> behind(Instant from, Duration step, Instant raw) {
        return db.sql(BEHIND)
                .param("from", Rows.parameter(from))
                .param("raw", Rows.parameter(raw))
                .param("step", step.toSeconds() + " seconds")
                .query((columns, number) -> slice(new ResultRow(columns)))
                .list();
    }

    private static Slice slice(ResultRow row) throws SQLException {
        long millis = Math.round(row.columns().getDouble("behind_s") * 1000);
        return new Slice(row.instant("slice"), row.text("jobtype"), row.number("results"), Duration.ofMillis(millis));
    }
}
