package org.freshet.server.dispatch;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Hints that the queue grew, from server to server. */
@Repository
public class ReadyHintSql {

    /** The channel that dispatchers listen to. */
    public static final String CHANNEL = "freshet_ready";

    private static final String TELL = """
            select pg_notify(:channel, :server)
            """;

    private final JdbcClient db;
    private final String server = UUID.randomUUID().toString();

    ReadyHintSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * To be called outside of a transaction: commits that notify wait for each other until each is on disk, so one that has
     * more to do would make all others slow.
     */
    void tell() {
        db.sql(TELL)
                .param("channel", CHANNEL)
                .param("server", server)
                .query((row, n) -> CHANNEL)
                .list();
    }

    /** Whether a notification with this content was given here. */
    boolean isOwn(String content) {
        return content.equals(server);
    }
}
