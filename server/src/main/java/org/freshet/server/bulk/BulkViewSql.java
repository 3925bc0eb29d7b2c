package org.freshet.server.bulk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.BulkJobView;
import org.freshet.protocol.BulkView.Refusal;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what became of the jobs of a change of many. */
@Repository
class BulkViewSql {

    // Served by bulk_job_pk, as are the others: of 100,000 jobs in some 30 ms.
    private static final String COUNTS = """
            select
              count(*) as jobs,
              count(*) filter (where outcome is null) as open,
              count(*) filter (where outcome = 'DONE') as done,
              count(*) filter (where outcome = 'DONE' and was_state in ('TEMPLATE', 'DEFINED')) as done_before_start
            from bulk_job
            where bulk_id = :bulk
            """;

    private static final String REFUSALS = """
            select outcome = 'TOO_LATE' as too_late, why, count(*) as jobs, min(job_id) as example
              from bulk_job
             where bulk_id = :bulk and why is not null
             group by outcome, why
             order by jobs desc, why
             limit 20
            """;

    private static final String JOBS = """
            select job_id, was_state, outcome, why
              from bulk_job
             where bulk_id = :bulk and (cast(:after as bigint) is null or job_id < :after)
             order by job_id desc
             limit :limit
            """;

    private static final String IDS = """
            select job_id
              from bulk_job
             where bulk_id = :bulk and (not :onlyDone or outcome = 'DONE')
             order by job_id
            """;

    private final JdbcClient db;

    BulkViewSql(JdbcClient db) {
        this.db = db;
    }

    /** @param doneBeforeStart of those that are done, how many were held or waited */
    record Counts(long jobs, long open, long done, long doneBeforeStart) {

        long refused() {
            return jobs - open - done;
        }
    }

    Counts counts(long bulk) {
        return db.sql(COUNTS)
                .param("bulk", bulk)
                .query((row, n) -> new Counts(
                        row.getLong("jobs"),
                        row.getLong("open"),
                        row.getLong("done"),
                        row.getLong("done_before_start")))
                .single();
    }

    List<Refusal> refusals(long bulk) {
        return db.sql(REFUSALS)
                .param("bulk", bulk)
                .query((row, n) -> new Refusal(
                        row.getBoolean("too_late"),
                        row.getString("why"),
                        row.getLong("jobs"),
                        new JobId(row.getLong("example"))))
                .list();
    }

    /** @param after only jobs with a lower id */
    List<BulkJobView> jobs(long bulk, @Nullable Long after, int limit) {
        return db.sql(JOBS)
                .param("bulk", bulk)
                .param("after", after)
                .param("limit", limit)
                .query(BulkViewSql::job)
                .list();
    }

    /** @param onlyDone whether only those to which it was done */
    List<Long> ids(long bulk, boolean onlyDone) {
        return db.sql(IDS)
                .param("bulk", bulk)
                .param("onlyDone", onlyDone)
                .query(Long.class)
                .list();
    }

    private static BulkJobView job(ResultSet row, int n) throws SQLException {
        var was = row.getString("was_state");
        var outcome = row.getString("outcome");
        return new BulkJobView(
                new JobId(row.getLong("job_id")),
                was == null ? null : JobState.valueOf(was),
                outcome == null ? null : BulkJobView.Outcome.valueOf(outcome),
                row.getString("why"));
    }
}
