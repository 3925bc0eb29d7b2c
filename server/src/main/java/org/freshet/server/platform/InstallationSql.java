package org.freshet.server.platform;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class InstallationSql {

    // The second server of a race takes the row of the first.
    private static final String CREATE = """
            insert into installation (id)
            select 1 + floor(random() * 1152921504606846974)::bigint
            on conflict do nothing
            """;

    private static final String NUMBER = "select id from installation";

    private final JdbcClient db;

    InstallationSql(JdbcClient db) {
        this.db = db;
    }

    long number() {
        db.sql(CREATE).update();
        return db.sql(NUMBER).query(Long.class).single();
    }
}
