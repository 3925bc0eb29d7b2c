package org.freshet.server.workflow;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** As whom payloads run, as far as pilots have said it. */
@Repository
class PayloadUserSql {

    // A pilot changes to the user of its site only if it runs as root.
    private static final String RUN_AS = """
            select distinct case when os_user = 'root' then coalesce(payload_user, os_user) else os_user end as run_as
            from pilot
            where ended_at is null and os_user is not null
            order by run_as
            """;

    private final JdbcClient db;

    PayloadUserSql(JdbcClient db) {
        this.db = db;
    }

    /** Users of the pilots' machines, of the pilots that are there now. */
    List<String> runAs() {
        return db.sql(RUN_AS).query(String.class).list();
    }
}
