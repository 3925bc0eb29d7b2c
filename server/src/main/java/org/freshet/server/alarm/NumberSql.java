package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads numbers of the service log. */
@Repository
class NumberSql {

    // Served by service_log_of_service. A service may also write entries without the number, but not more and more of
    // them.
    private static final String NEWEST = """
            select at, (data #>> :path)::double precision as value
            from (select id, at, data from service_log where service = :service order by id desc limit 200) l
            where jsonb_typeof(data #> :path) = 'number'
            order by id desc
            limit 1
            """;

    private final JdbcClient db;

    NumberSql(JdbcClient db) {
        this.db = db;
    }

    /** What stood in an entry. */
    record Reading(Instant at, double value) {}

    /**
     * The newest one.
     *
     * @param path to it in the data
     */
    Optional<Reading> newest(String service, List<String> path) {
        return db.sql(NEWEST)
                .param("service", service)
                .param("path", Columns.texts(path))
                .query((row, n) -> new Reading(Rows.requiredInstant(row, "at"), row.getDouble("value")))
                .optional();
    }
}
