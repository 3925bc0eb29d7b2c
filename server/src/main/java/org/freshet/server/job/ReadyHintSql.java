package org.freshet.server.job;

import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Tells every server's dispatcher that the queue grew, when the transaction commits: this one's by {@link QueueGrew}, the
 * others' through the database. A hint: one that is lost costs a moment, because the dispatchers also look at the queue by
 * themselves.
 */
@Repository
public class ReadyHintSql {

    /** The channel that dispatchers listen to. */
    public static final String CHANNEL = "freshet_ready";

    private static final String GIVE = """
            select pg_notify(:channel, :server)
            """;

    private final JdbcClient db;
    private final ApplicationEventPublisher events;
    private final String server = UUID.randomUUID().toString();

    ReadyHintSql(JdbcClient db, ApplicationEventPublisher events) {
        this.db = db;
        this.events = events;
    }

    /** Once per submission, never per job: the notification takes a lock that all commits of the database share. */
    public void give() {
        db.sql(GIVE)
                .param("channel", CHANNEL)
                .param("server", server)
                .query((row, n) -> CHANNEL)
                .list();
        events.publishEvent(new QueueGrew());
    }

    /** Whether a notification with this content was given here, where {@link QueueGrew} tells of it. */
    public boolean isOwn(String content) {
        return content.equals(server);
    }
}
