package org.freshet.server.job;

import java.util.List;
import java.util.Optional;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.LogView;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps what payloads printed, compressed. */
@Repository
public class JobLogSql {

    // A progress report may arrive after the end: of two logs the one of the longer stream stays, of one stream the one
    // that
    // holds more of it. The select drops the logs of attempts that do not exist.
    private static final String SAVE = """
            insert into job_log (job_id, attempt, stream, head, tail, total_bytes)
            select job_id, attempt, :stream, :head, :tail, :total
            from attempt
            where job_id = :job and attempt = :attempt
            on conflict (job_id, attempt, stream) do update
            set head = excluded.head, tail = excluded.tail, total_bytes = excluded.total_bytes, at = now(), removed_at = null
            where job_log.total_bytes < excluded.total_bytes
              or (job_log.total_bytes = excluded.total_bytes
                and length(job_log.head) + length(job_log.tail) < length(excluded.head) + length(excluded.tail))
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

    /** Stores or replaces the stream's log; what is shorter than what is stored already is dropped. */
    public void save(AttemptId attempt, LogPart part) {
        db.sql(SAVE)
                .param("job", attempt.job().value())
                .param("attempt", attempt.attempt())
                .param("stream", part.stream().name())
                .param("head", Gzip.pack(part.head()))
                .param("tail", Gzip.pack(part.tail()))
                .param("total", part.totalBytes())
                .update();
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
        return db.sql(PARTS)
                .param("job", attempt.job().value())
                .param("attempt", attempt.attempt())
                .query((row, n) -> new LogPart(
                        LogPart.Stream.valueOf(row.getString("stream")),
                        Gzip.unpack(row.getBytes("head")),
                        Gzip.unpack(row.getBytes("tail")),
                        row.getLong("total_bytes")))
                .list();
    }
}
