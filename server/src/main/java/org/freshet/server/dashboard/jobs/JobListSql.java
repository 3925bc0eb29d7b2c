package org.freshet.server.dashboard.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.ResultRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads short lists of jobs; that of all is read by {@link JobSearchSql}. */
@Component
public class JobListSql {

    private static final String COLUMNS = """
            select now() as now, j.id, j.name, j.jobtype, j.state, j.reason, j.exit_code, j.signal, j.attempt,
                   j.priority, j.run, j.subrun, coalesce(p.site, r.site) as site, p.host, j.defined_at,
                   j.dispatched_at, j.started_at, j.ended_at, j.useful_until, j.message
            """;

    private static final String TYPES = "select name from job_type order by name";

    // Served by attempt_failed: of the attempts that failed last, those whose jobs were not tried again.
    private static final String LATEST_FAILED = COLUMNS + """
             from (select job_id, attempt
                     from attempt
                    where result in ('FAILED', 'PILOT_LOST')
                    order by ended_at desc
                    limit 1000) a
             join job j on j.id = a.job_id and j.attempt = a.attempt and j.state = 'FAILED'
             join requirement r on r.id = j.requirement_id
             left join pilot p on p.id = j.pilot_id
            order by j.ended_at desc, j.id desc
            limit :limit
            """;

    private final JdbcClient db;

    JobListSql(JdbcClient db) {
        this.db = db;
    }

    public List<String> types() {
        return db.sql(TYPES).query(String.class).list();
    }

    public List<JobRow> latestFailed(int limit) {
        return db.sql(LATEST_FAILED)
                .param("limit", limit)
                .query(JobListSql::row)
                .list();
    }

    static JobRow row(ResultSet columns, int number) throws SQLException {
        ResultRow row = new ResultRow(columns);
        return new JobRow(
                row.instant("now"),
                row.number("id"),
                row.text("name"),
                row.text("jobtype"),
                row.choice(JobState.class, "state"),
                row.choiceOrNull(FailureReason.class, "reason"),
                row.integerOrNull("exit_code"),
                row.integerOrNull("signal"),
                row.integer("attempt"),
                row.integer("priority"),
                row.numberOrNull("run"),
                row.numberOrNull("subrun"),
                row.textOrNull("site"),
                row.textOrNull("host"),
                row.instant("defined_at"),
                row.instantOrNull("dispatched_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                row.instantOrNull("useful_until"),
                row.textOrNull("message"));
    }
}
