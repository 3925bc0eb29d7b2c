package org.freshet.server.failure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts what came of attempts, host by host. */
@Repository
class HostFailureSql {

    // Served by attempt_of_type.
    private static final String ENDED = """
            select host, jobtype, case when result = 'PILOT_LOST' then 'PILOT_LOST' else reason end as reason, exit_code, signal, count(*) as attempts
            from job_type t
            join attempt a on a.jobtype = t.name
            where dispatched_at > now() - make_interval(secs => :seconds)
              and result in ('FINISHED', 'FAILED', 'PILOT_LOST') and host is not null
            group by host, jobtype, case when result = 'PILOT_LOST' then 'PILOT_LOST' else reason end, exit_code, signal
            """;

    // Served by pilot_alive and attempt_one_live_per_pilot.
    private static final String PILOTS = """
            select p.host, count(*) as pilots, count(a.job_id) as busy
            from pilot p
            left join attempt a on a.pilot_id = p.id and a.live
            where p.ended_at is null and p.host is not null
            group by p.host
            """;

    private final JdbcClient db;

    HostFailureSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Attempts of one job type on one host that came to the same.
     *
     * @param reason null if they went well
     */
    record Ended(
            String host,
            String jobtype,
            @Nullable FailureReason reason,
            @Nullable Integer exitCode,
            @Nullable Integer signal,
            long attempts) {}

    List<Ended> ended(Duration lately) {
        return db.sql(ENDED)
                .param("seconds", (double) lately.toSeconds())
                .query(HostFailureSql::endedRow)
                .list();
    }

    private static Ended endedRow(ResultSet row, int n) throws SQLException {
        var reason = row.getString("reason");
        return new Ended(
                row.getString("host"),
                row.getString("jobtype"),
                reason == null ? null : FailureReason.valueOf(reason),
                reason == null ? null : Rows.integer(row, "exit_code"),
                reason == null ? null : Rows.integer(row, "signal"),
                row.getLong("attempts"));
    }

    /** The pilots of a host that are alive, and how many of them hold a job. */
    record Pilots(String host, long alive, long busy) {}

    List<Pilots> pilots() {
        return db.sql(PILOTS)
                .query((row, n) -> new Pilots(row.getString("host"), row.getLong("pilots"), row.getLong("busy")))
                .list();
    }
}
