package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads which dead-man switches have gone off. */
@Repository
class SilentSql {

    // Served by service_log_of_service.
    private static final String SILENT = """
            select w.service, w.every_s, greatest(
              w.since,
              (select l.at from service_log l where l.service = w.service order by l.id desc limit 1)) as heard
            from watch w
            where w.late_since is not null
            order by w.service
            """;

    private final JdbcClient db;

    SilentSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * A service that should have written.
     *
     * @param everySeconds the longest silence that is no alarm
     * @param heard when it wrote last, or since when its silence counts
     */
    record Silent(String service, int everySeconds, Instant heard) {}

    List<Silent> silent() {
        return db.sql(SILENT)
                .query((row, n) ->
                        new Silent(row.getString("service"), row.getInt("every_s"), Rows.requiredInstant(row, "heard")))
                .list();
    }
}
