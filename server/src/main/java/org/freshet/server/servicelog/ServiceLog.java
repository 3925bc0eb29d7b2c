package org.freshet.server.servicelog;

import org.freshet.protocol.ServiceLogView.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what a service decided and why: one sentence, in the transaction of the caller if there is one. */
@Component
public class ServiceLog {

    private static final Logger log = LoggerFactory.getLogger(ServiceLog.class);

    private final ServiceLogSql sql;
    private final JsonMapper json;

    ServiceLog(ServiceLogSql sql, JsonMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /**
     * Something was done.
     *
     * @param service its name, for example {@code expiry}
     */
    public void info(String service, String message) {
        info(service, message, null);
    }

    /**
     * Something was done, and so much of it.
     *
     * @param tally the numbers of the sentence
     */
    public void info(String service, String message, @Nullable Tally tally) {
        append(service, Level.INFO, message, tally);
    }

    /** For what a person should look at. */
    public void warning(String service, String message) {
        warning(service, message, null);
    }

    /**
     * For what a person should look at, with how much there is of it.
     *
     * @param tally the numbers of the sentence
     */
    public void warning(String service, String message, @Nullable Tally tally) {
        append(service, Level.WARNING, message, tally);
    }

    /**
     * Any entry.
     *
     * @param data what is written as JSON beside the sentence
     */
    public void append(String service, Level level, String message, @Nullable Object data) {
        log.atLevel(level == Level.INFO ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.WARN)
                .log("{}: {}", service, message);
        sql.append(service, level.name(), message, data == null ? null : json.writeValueAsString(data));
    }
}
