package org.freshet.server.dashboard.job;

import java.util.List;
import org.freshet.protocol.LogPart.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what payloads printed. */
@Component
class LogSql {

    private static final String OF_ATTEMPT = """
            select stream, head, tail, total_bytes
              from job_log
             where job_id = :job
               and attempt = :attempt
             order by stream desc
            """;

    private final JdbcClient db;

    LogSql(JdbcClient db) {
        this.db = db;
    }

    /** The streams of which something was received, stdout first. */
    List<StoredLog> ofAttempt(long job, int attempt) {
        return db.sql(OF_ATTEMPT)
                .param("job", job)
                .param("attempt", attempt)
                .query((columns, number) -> StoredLog.unpacked(
                        Stream.valueOf(columns.getString("stream")),
                        columns.getBytes("head"),
                        columns.getBytes("tail"),
                        columns.getLong("total_bytes")))
                .list();
    }
}
