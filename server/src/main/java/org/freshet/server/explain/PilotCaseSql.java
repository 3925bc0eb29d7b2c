package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.explain.PilotCase.Facts;
import org.freshet.server.explain.PilotCase.Held;
import org.freshet.server.explain.PilotCase.SiteRules;
import org.freshet.server.explain.PilotCase.Slot;
import org.freshet.server.explain.PilotCase.Standing;
import org.freshet.server.explain.PilotCase.Times;
import org.freshet.server.explain.PilotCase.Told;
import org.freshet.server.explain.SiteStanding.Holds;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what the books say of one pilot. */
@Repository
class PilotCaseSql {

    // Served by host_ban_once, too.
    private static final String PILOT = """
            select now() as now, p.*, s.batch, s.heartbeat_s, s.idle_s, s.kill_grace_s,
              b.host as banned_host, b.at as banned_at, b.by as banned_by, b.reason as banned_why
            from pilot p
            join site s on s.name = p.site
            left join host_ban b on b.host = p.host and b.lifted_at is null
            where p.id = :pilot
            """;

    // Served by attempt_of_pilot.
    private static final String JOBS = """
            select a.job_id, a.attempt, a.live, a.result, a.dispatched_at, a.started_at, a.ended_at,
              j.time_limit_s, j.state, j.attempt as latest, j.pilot_id as holder
            from attempt a
            join job j on j.id = a.job_id
            where a.pilot_id = :pilot
            order by a.dispatched_at desc
            limit 5
            """;

    private final JdbcClient db;
    private final ChangeSql changes;

    PilotCaseSql(JdbcClient db, ChangeSql changes) {
        this.db = db;
        this.changes = changes;
    }

    Optional<PilotCase> find(PilotId pilot) {
        var jobs = jobs(pilot);
        var latest = changes.latest("pilot", pilot.value());
        return db.sql(PILOT)
                .param("pilot", pilot.value())
                .query((row, n) -> pilotCase(row, jobs, latest))
                .optional();
    }

    private List<Held> jobs(PilotId pilot) {
        return db.sql(JOBS)
                .param("pilot", pilot.value())
                .query(PilotCaseSql::held)
                .list();
    }

    private static PilotCase pilotCase(ResultSet row, List<Held> jobs, List<Change> changes) throws SQLException {
        var now = Rows.requiredInstant(row, "now");
        var ends = Rows.instant(row, "ends_at");
        return new PilotCase(
                now,
                new Facts(
                        row.getLong("id"),
                        row.getString("site"),
                        PilotState.valueOf(row.getString("state")),
                        row.getString("reason"),
                        row.getString("batch_id"),
                        row.getLong("jobs_done"),
                        told(row)),
                new Times(
                        Rows.requiredInstant(row, "submitted_at"),
                        Rows.instant(row, "registered_at"),
                        Rows.instant(row, "last_seen_at"),
                        Rows.instant(row, "lease_until"),
                        ends,
                        Rows.instant(row, "ended_at")),
                new SiteRules(
                        row.getString("batch"),
                        seconds(row, "heartbeat_s"),
                        seconds(row, "idle_s"),
                        seconds(row, "kill_grace_s")),
                Offers.read(row, Offers.remaining(ends, now)),
                slot(row),
                jobs,
                changes,
                row.getString("banned_host") == null ? null : Ban.read(row));
    }

    private static @Nullable Slot slot(ResultSet row) throws SQLException {
        var standing = row.getString("batch_state");
        return standing == null
                ? null
                : new Slot(Standing.valueOf(standing), Rows.requiredInstant(row, "batch_since"), hold(row));
    }

    private static @Nullable Holds hold(ResultSet row) throws SQLException {
        var reason = row.getString("hold_reason");
        var code = row.getString("hold_code");
        return reason == null
                ? null
                : new Holds(
                        1,
                        code == null ? null : code + "." + row.getInt("hold_subcode"),
                        reason,
                        row.getString("hold_advice"));
    }

    private static @Nullable Told told(ResultSet row) throws SQLException {
        var what = row.getString("told");
        return what == null
                ? null
                : new Told(what.equals("STOP"), Rows.requiredInstant(row, "told_at"), row.getString("told_why"));
    }

    private static Duration seconds(ResultSet row, String column) throws SQLException {
        return Duration.ofSeconds(row.getLong(column));
    }

    private static Held held(ResultSet row, int n) throws SQLException {
        return new Held(
                row.getLong("job_id"),
                row.getInt("attempt"),
                row.getBoolean("live"),
                row.getString("result"),
                Rows.requiredInstant(row, "dispatched_at"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "ended_at"),
                row.getInt("time_limit_s"),
                JobState.valueOf(row.getString("state")),
                row.getInt("latest"),
                Rows.bigint(row, "holder"));
    }
}
