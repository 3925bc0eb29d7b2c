package org.freshet.server.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogView;
import org.freshet.protocol.PilotId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps what payloads printed, compressed. */
@Repository
public class JobLogSql {

    // The log of a shorter stream is older. The select drops the logs of attempts that do not exist; it locks the
    // attempt as the foreign key would, but before the log.
    private static final String SAVE = """
            insert into job_log (job_id, attempt, stream, head, tail, total_bytes)
            select job_id, attempt, :stream, :head, :tail, :total
            from attempt
            where job_id = :job and attempt = :attempt
            for key share
            on conflict (job_id, attempt, stream) do update
            set head = excluded.head, tail = excluded.tail, total_bytes = excluded.total_bytes, at = now(), removed_at = null
            where job_log.total_bytes <= excluded.total_bytes
            """;

    private static final String KNOWN = """
            select stream, head, tail, total_bytes
            from job_log
            where job_id = :job and attempt = :attempt and stream = :stream
            """;

    private static final String BEGIN = """
            insert into job_log (job_id, attempt, stream, head, tail, total_bytes)
            select job_id, attempt, :stream, :head, :tail, :total
            from attempt
            where job_id = :job and attempt = :attempt and pilot_id = :pilot
            for key share
            on conflict do nothing
            """;

    // Whoever has written meanwhile knows more.
    private static final String GROW = """
            update job_log
            set head = :head, tail = :tail, total_bytes = :total, at = now(), removed_at = null
            where job_id = :job and attempt = :attempt and stream = :stream and total_bytes = :known
              and exists (
                select from attempt a where a.job_id = :job and a.attempt = :attempt and a.pilot_id = :pilot
              )
            """;

    private static final String PARTS = """
            select stream, head, tail, total_bytes
            from job_log
            where job_id = :job and attempt = :attempt
            order by stream desc
            """;

    private static final String ATTEMPT = """
            select attempt, result is not null as complete
            from attempt
            where job_id = :job and (:attempt::integer is null or attempt = :attempt)
            order by attempt desc
            limit 1
            """;

    private final JdbcClient db;

    JobLogSql(JdbcClient db) {
        this.db = db;
    }

    /** Stores the log of a stream that has ended, in place of what was received while it grew. */
    public void save(AttemptId attempt, LogPart part) {
        write(SAVE, attempt, part).update();
    }

    /**
     * Adds what a running payload printed to what is known of the stream. A part that brings nothing new is dropped, and
     * so is one of two that are added at the same time, and one of an attempt that is not the pilot's.
     */
    public void append(PilotId pilot, AttemptId attempt, LogPart part) {
        var known = ofAttempt(db.sql(KNOWN), attempt)
                .param("stream", part.stream().name())
                .query(JobLogSql::part)
                .optional();
        if (known.isEmpty()) {
            write(BEGIN, attempt, LiveLog.begin(part))
                    .param("pilot", pilot.value())
                    .update();
        } else if (part.totalBytes() > known.get().totalBytes()) {
            write(GROW, attempt, LiveLog.append(known.get(), part))
                    .param("pilot", pilot.value())
                    .param("known", known.get().totalBytes())
                    .update();
        }
    }

    private JdbcClient.StatementSpec write(String statement, AttemptId attempt, LogPart part) {
        return ofAttempt(db.sql(statement), attempt)
                .param("stream", part.stream().name())
                .param("head", Gzip.pack(part.head()))
                .param("tail", Gzip.pack(part.tail()))
                .param("total", part.totalBytes());
    }

    /** @param attempt which one, or empty for the latest; the answer is empty if there is no such attempt */
    Optional<LogView> find(JobId job, Optional<Integer> attempt) {
        return db.sql(ATTEMPT)
                .param("job", job.value())
                .param("attempt", attempt.orElse(null))
                .query((row, n) -> {
                    var id = new AttemptId(job, row.getInt("attempt"));
                    return new LogView(id, row.getBoolean("complete"), parts(id));
                })
                .optional();
    }

    private List<LogPart> parts(AttemptId attempt) {
        return ofAttempt(db.sql(PARTS), attempt).query(JobLogSql::part).list();
    }

    private static JdbcClient.StatementSpec ofAttempt(JdbcClient.StatementSpec statement, AttemptId attempt) {
        return statement.param("job", attempt.job().value()).param("attempt", attempt.attempt());
    }

    private static LogPart part(ResultSet row, int n) throws SQLException {
        return new LogPart(
                LogPart.Stream.valueOf(row.getString("stream")),
                Gzip.unpack(row.getBytes("head")),
                Gzip.unpack(row.getBytes("tail")),
                row.getLong("total_bytes"));
    }
}
