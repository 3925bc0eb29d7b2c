package org.freshet.server.servicelog;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ServiceLogSql {

    private static final String APPEND = """
            insert into service_log (service, level, message, data) values (:service, :level, :message, :data::jsonb)
            """;

    private final JdbcClient db;

    ServiceLogSql(JdbcClient db) {
        this.db = db;
    }

    /** @param data JSON */
    void append(String service, String level, String message, @Nullable String data) {
        db.sql(APPEND)
                .param("service", service)
                .param("level", level)
                .param("message", message)
                .param("data", data)
                .update();
    }
}
