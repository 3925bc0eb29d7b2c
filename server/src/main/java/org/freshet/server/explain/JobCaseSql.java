package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.explain.JobCase.Facts;
import org.freshet.server.explain.JobCase.Times;
import org.freshet.server.explain.JobCase.Tried;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what the books say of one job. */
@Repository
class JobCaseSql {

    private static final String JOB = """
            select now() as now, j.*, q.site, q.cores, q.memory_mb, q.disk_mb, q.tags
            from job j
            join requirement q on q.id = j.requirement_id
            where j.id = :job
            """;

    // Served by attempt_pk.
    private static final String TRIES = """
            select a.attempt, a.pilot_id, coalesce(p.host, a.host) as host, a.live, a.result, a.message,
              p.state, p.last_seen_at, p.lease_until, s.heartbeat_s, s.kill_grace_s
            from attempt a
            left join pilot p on p.id = a.pilot_id
            left join site s on s.name = a.site
            where a.job_id = :job
            order by a.attempt desc
            limit 2
            """;

    private final JdbcClient db;
    private final ChangeSql changes;
    private final HeldVertexSql vertices;

    JobCaseSql(JdbcClient db, ChangeSql changes, HeldVertexSql vertices) {
        this.db = db;
        this.changes = changes;
        this.vertices = vertices;
    }

    Optional<JobCase> find(JobId job) {
        var tries = tries(job);
        var latest = changes.latest("job", job.value());
        var vertex = vertices.find(job).orElse(null);
        return db.sql(JOB)
                .param("job", job.value())
                .query((row, n) -> jobCase(row, tries, latest, vertex))
                .optional();
    }

    private List<Tried> tries(JobId job) {
        return db.sql(TRIES).param("job", job.value()).query(JobCaseSql::tried).list();
    }

    private static JobCase jobCase(ResultSet row, List<Tried> tries, List<Change> changes, @Nullable HeldVertex vertex)
            throws SQLException {
        return new JobCase(
                Rows.requiredInstant(row, "now"),
                facts(row),
                new Times(
                        Rows.requiredInstant(row, "defined_at"),
                        Rows.instant(row, "dispatched_at"),
                        Rows.instant(row, "started_at"),
                        Rows.instant(row, "ended_at"),
                        Rows.instant(row, "useful_until")),
                Requirements.read(row),
                tries,
                changes,
                vertex);
    }

    private static Facts facts(ResultSet row) throws SQLException {
        return new Facts(
                row.getLong("id"),
                JobState.valueOf(row.getString("state")),
                reason(row),
                row.getString("message"),
                row.getInt("attempt"),
                row.getInt("priority"),
                row.getInt("failures"),
                row.getInt("retries"),
                row.getInt("losses"),
                row.getInt("max_losses"),
                row.getBoolean("exclusive"));
    }

    private static @Nullable FailureReason reason(ResultSet row) throws SQLException {
        var name = row.getString("reason");
        return name == null ? null : FailureReason.valueOf(name);
    }

    private static Tried tried(ResultSet row, int n) throws SQLException {
        var state = row.getString("state");
        return new Tried(
                row.getInt("attempt"),
                row.getLong("pilot_id"),
                row.getString("host"),
                row.getBoolean("live"),
                row.getString("result"),
                row.getString("message"),
                state == null ? null : PilotState.valueOf(state),
                Rows.instant(row, "last_seen_at"),
                Rows.instant(row, "lease_until"),
                Duration.ofSeconds(row.getInt("heartbeat_s")),
                Duration.ofSeconds(row.getInt("kill_grace_s")));
    }
}
