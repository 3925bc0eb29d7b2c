package org.freshet.server.servicelog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ServiceLogSql {

    private static final String APPEND = """
            insert into service_log (service, level, message) values (:service, :level, :message)
            """;

    private final JdbcClient db;

    ServiceLogSql(JdbcClient db) {
        this.db = db;
    }

    void append(String service, String level, String message) {
        db.sql(APPEND)
                .param("service", service)
                .param("level", level)
                .param("message", message)
                .update();
    }
}
