package org.freshet.server.dashboard.failures;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.job.StoredLog;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.platform.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what the page of failures shows beside them. */
@Component
class ErrorsSql {

    // Served by job_log_pk. A short stream is in its head alone.
    private static final String ENDINGS = """
            select l.job_id, l.attempt, l.stream, case when octet_length(l.tail) > 0 then l.tail else l.head end as ending
              from unnest(:jobs, :attempts) as a(job_id, attempt)
              join job_log l on l.job_id = a.job_id and l.attempt = a.attempt
            """;

    // Served by pilot_alive and attempt_one_live_per_pilot.
    private static final String PILOTS = """
            select count(*) as pilots, count(a.job_id) as busy
              from pilot p
              left join attempt a on a.pilot_id = p.id and a.live
             where p.ended_at is null
               and p.host = :host
            """;

    private final JdbcClient db;

    ErrorsSql(JdbcClient db) {
        this.db = db;
    }

    /** The end of a stream of an attempt, as far as it is kept. */
    record Ending(AttemptId attempt, StoredLog log) {}

    List<Ending> endings(Collection<AttemptId> attempts) {
        return db.sql(ENDINGS)
                .param("jobs", Columns.array("bigint", attempts, it -> it.job().value()))
                .param("attempts", Columns.array("integer", attempts, AttemptId::attempt))
                .query((columns, number) -> ending(new ResultRow(columns), columns.getBytes("ending")))
                .list();
    }

    private static Ending ending(ResultRow row, byte[] stored) throws SQLException {
        return new Ending(
                new AttemptId(new JobId(row.number("job_id")), row.integer("attempt")),
                StoredLog.unpacked(Stream.valueOf(row.text("stream")), stored, new byte[0], 0));
    }

    /** The pilots of a host that are alive, and how many of them hold a job. */
    record Pilots(long alive, long busy) {}

    Pilots pilots(String host) {
        return db.sql(PILOTS)
                .param("host", host)
                .query((columns, number) -> new Pilots(columns.getLong("pilots"), columns.getLong("busy")))
                .single();
    }
}
