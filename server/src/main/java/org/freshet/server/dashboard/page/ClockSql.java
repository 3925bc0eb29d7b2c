package org.freshet.server.dashboard.page;

import java.sql.SQLException;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The time of a page: the database's, since all times in its tables are on that clock. */
@Component
public class ClockSql {

    private static final String NOW = "select now() as now";

    private final JdbcClient db;

    ClockSql(JdbcClient db) {
        this.db = db;
    }

    /** The same for every statement of one transaction. */
    public Instant now() {
        return db.sql(NOW)
                .query((columns, number) -> instant(new ResultRow(columns)))
                .single();
    }

    private static Instant instant(ResultRow row) throws SQLException {
        return row.instant("now");
    }
}
