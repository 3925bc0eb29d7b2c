package org.freshet.server.dashboard.freshness;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads how far the results of each job type are behind their data. */
@Component
public class FreshnessSql {

    // Data that were a day old when their job was defined are processed once more: nobody waits for them.
    private static final String SINCE =
            "case when %1$s.data_time > %1$s.defined_at - interval '1 day' then %1$s.data_time else %1$s.defined_at end";

    // The newest result of each type by attempt_finished, its failures by attempt_failed, what runs by
    // attempt_live_of_type; what waits by one pass over the queue, whose rows are few and narrow.
    private static final String TYPES =
            """
            with queued as (
              select q.jobtype, sum(w.jobs) as jobs, min(w.first) as first
                from (select class_id, count(*) as jobs, min(job_id) as first from ready group by class_id) w
                join requirement q on q.id = w.class_id
               group by q.jobtype
            ), taken as (
              select jobtype, count(*) as jobs, min(job_id) as first from attempt where live group by jobtype
            ), failed as materialized (
              select jobtype, ended_at
                from attempt
               where result in ('FAILED', 'PILOT_LOST')
                 and ended_at > now() - interval '1 hour'
               order by ended_at desc
               limit 10000
            )
            select now() as now, t.name, t.late_after_s,
                   coalesce(cast(q.jobs as bigint), 0) as waiting, coalesce(k.jobs, 0) as running,
                   (select count(*) from failed f
                     where f.jobtype = t.name and f.ended_at > coalesce(l.ended_at, timestamptz 'epoch')) as failing,
                   r.id as result_job, l.ended_at as result_at, RESULT_SINCE as result_since,
                   o.id as open_job, o.state as open_state, OPEN_SINCE as open_since
              from job_type t
              left join queued q on q.jobtype = t.name
              left join taken k on k.jobtype = t.name
              left join lateral (
                     select a.job_id, a.ended_at
                       from attempt a
                      where a.jobtype = t.name and a.result = 'FINISHED'
                      order by a.ended_at desc
                      limit 1) l on true
              left join job r on r.id = l.job_id
              left join job o on o.id = least(q.first, k.first)
             order by t.name
            """.replace("RESULT_SINCE", SINCE.formatted("r")).replace("OPEN_SINCE", SINCE.formatted("o"));

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
            """.replace("SINCE", SINCE.formatted("j"));

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

    /** All job types by name. */
    List<FreshRow> types() {
        return db.sql(TYPES)
                .query((columns, number) -> type(new ResultRow(columns)))
                .list();
    }

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

    private static FreshRow type(ResultRow row) throws SQLException {
        Integer late = row.integerOrNull("late_after_s");
        return new FreshRow(
                row.instant("now"),
                row.text("name"),
                late == null ? null : Duration.ofSeconds(late),
                row.number("waiting"),
                row.number("running"),
                row.number("failing"),
                result(row),
                open(row));
    }

    private static FreshRow.@Nullable Result result(ResultRow row) throws SQLException {
        Long job = row.numberOrNull("result_job");
        return job == null ? null : new FreshRow.Result(job, row.instant("result_at"), row.instant("result_since"));
    }

    private static FreshRow.@Nullable Open open(ResultRow row) throws SQLException {
        Long job = row.numberOrNull("open_job");
        return job == null
                ? null
                : new FreshRow.Open(job, row.choice(JobState.class, "open_state"), row.instant("open_since"));
    }

    private static Slice slice(ResultRow row) throws SQLException {
        long millis = Math.round(row.columns().getDouble("behind_s") * 1000);
        return new Slice(row.instant("slice"), row.text("jobtype"), row.number("results"), Duration.ofMillis(millis));
    }
}
