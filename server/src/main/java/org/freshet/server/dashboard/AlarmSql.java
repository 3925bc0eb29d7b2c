package org.freshet.server.dashboard;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the alarms of dead-man switches. */
@Component
class AlarmSql {

    // Served by service_log_of_service.
    private static final String SILENT = """
            select w.service, w.every_s, greatest(
                     w.since,
                     (select l.at from service_log l where l.service = w.service order by l.id desc limit 1)) as heard
              from watch w
             where w.late_since is not null
             order by w.late_since, w.service
            """;

    private final JdbcClient db;

    AlarmSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * A service that should have written.
     *
     * @param every the longest silence that is no alarm, in seconds
     * @param heard when it wrote last, or since when its silence counts
     */
    record Silent(String service, int every, Instant heard) {}

    List<Silent> silent() {
        return db.sql(SILENT)
                .query((columns, number) -> silent(new ResultRow(columns)))
                .list();
    }

    private static Silent silent(ResultRow row) throws SQLException {
        return new Silent(row.text("service"), row.integer("every_s"), row.instant("heard"));
    }
}
