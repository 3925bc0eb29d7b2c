package org.freshet.server.dashboard.grid;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.ResultRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads which job types have jobs in which runs, and how these stand. */
@Component
class GridSql {

    // Jumps along job_of_run from run to run, however many jobs each of them has.
    private static final String DOWNWARD = """
            with recursive step (run, place) as (
              select max(run), 1 from job where run is not null and run between :low and :high
              union all
              select (select max(j.run) from job j where j.run < s.run and j.run >= :low), s.place + 1
                from step s
               where s.run is not null and s.place < :limit
            )
            select run from step where run is not null order by run desc
            """;

    private static final String UPWARD = """
            with recursive step (run, place) as (
              select min(run), 1 from job where run is not null and run between :low and :high
              union all
              select (select min(j.run) from job j where j.run > s.run and j.run <= :high), s.place + 1
                from step s
               where s.run is not null and s.place < :limit
            )
            select run from step where run is not null order by run desc
            """;

    // Served by job_of_run.
    private static final String CELLS = """
            select now() as now, run, jobtype, state, count(*) as jobs, min(id) as first, min(defined_at) as defined
              from job
             where run = any(:runs)
               and (cardinality(:types) = 0 or jobtype = any(:types))
             group by run, jobtype, state
            """;

    private final JdbcClient db;

    GridSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * The jobs of a run, of one type and in one state.
     *
     * @param first the lowest id of them
     * @param defined when the first of them was
     */
    record Count(Instant now, long run, String jobtype, JobState state, long jobs, long first, Instant defined) {}

    /** Runs between two numbers, the highest ones, highest first. */
    List<Long> downward(long low, long high, int limit) {
        return runs(DOWNWARD, low, high, limit);
    }

    /** Runs between two numbers, the lowest ones, highest first. */
    List<Long> upward(long low, long high, int limit) {
        return runs(UPWARD, low, high, limit);
    }

    private List<Long> runs(String statement, long low, long high, int limit) {
        return db.sql(statement)
                .param("low", low)
                .param("high", high)
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    /** @param types none for all */
    List<Count> counts(List<Long> runs, String[] types) {
        return db.sql(CELLS)
                .param("runs", runs.toArray(Long[]::new))
                .param("types", types)
                .query((columns, number) -> count(new ResultRow(columns)))
                .list();
    }

    private static Count count(ResultRow row) throws SQLException {
        return new Count(
                row.instant("now"),
                row.number("run"),
                row.text("jobtype"),
                row.choice(JobState.class, "state"),
                row.number("jobs"),
                row.number("first"),
                row.instant("defined"));
    }
}
