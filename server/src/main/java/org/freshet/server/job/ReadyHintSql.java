package org.freshet.server.job;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Tells every server's dispatcher that the queue grew, when the transaction commits. A hint: one that is lost costs a
 * moment, because the dispatchers also look at the queue by themselves.
 */
@Repository
public class ReadyHintSql {

    /** The channel that dispatchers listen to. */
    public static final String CHANNEL = "freshet_ready";

    private static final String GIVE = """
            select pg_notify(:channel, '')
            """;

    private final JdbcClient db;

    ReadyHintSql(JdbcClient db) {
        this.db = db;
    }

    /** Once per submission, never per job: the notification takes a lock that all commits of the database share. */
    public void give() {
        db.sql(GIVE).param("channel", CHANNEL).query((row, n) -> CHANNEL).list();
    }
}
