package org.freshet.test.support;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An entry of the service log as the database has it; no answer of the server tells it.
 *
 * @param data the numbers of the sentence; a null node if it has none
 */
public record ServiceLogEntry(long id, String level, String message, JsonNode data) {

    /** All entries of a service, oldest first. */
    public static List<ServiceLogEntry> of(TestServer server, String service) {
        return server.db()
                .sql("select id, level, message, data from service_log where service = :service order by id")
                .param("service", service)
                .query((row, n) -> new ServiceLogEntry(
                        row.getLong("id"),
                        row.getString("level"),
                        row.getString("message"),
                        Api.JSON.readTree(row.getString("data") == null ? "null" : row.getString("data"))))
                .list();
    }

    /** The newest entry of a service, which must have one. */
    public static ServiceLogEntry latest(TestServer server, String service) {
        return of(server, service).getLast();
    }
}
