package org.freshet.server.account;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class OriginSql {

    // Until the transaction ends. The default of event.origin reads it.
    private static final String TELL = """
            select set_config('freshet.origin', :origin, true)
            """;

    private final JdbcClient db;

    OriginSql(JdbcClient db) {
        this.db = db;
    }

    void tell(String origin) {
        db.sql(TELL).param("origin", origin).query(String.class).single();
    }
}
