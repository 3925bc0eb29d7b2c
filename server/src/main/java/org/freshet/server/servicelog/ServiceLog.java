package org.freshet.server.servicelog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes down what a service decided and why: one sentence, in the transaction of the caller if there is one. */
@Component
public class ServiceLog {

    private static final Logger log = LoggerFactory.getLogger(ServiceLog.class);

    private final ServiceLogSql sql;

    ServiceLog(ServiceLogSql sql) {
        this.sql = sql;
    }

    /**
     * Something was done.
     *
     * @param service its name, for example {@code expiry}
     */
    public void info(String service, String message) {
        log.info("{}: {}", service, message);
        sql.append(service, "INFO", message);
    }

    /** For what a person should look at. */
    public void warning(String service, String message) {
        log.warn("{}: {}", service, message);
        sql.append(service, "WARNING", message);
    }
}
