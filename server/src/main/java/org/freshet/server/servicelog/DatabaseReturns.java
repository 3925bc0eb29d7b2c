package org.freshet.server.servicelog;

import org.freshet.server.platform.DatabaseReturned;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Notes that the database was away. */
@Component
class DatabaseReturns {

    private final ServiceLog log;

    DatabaseReturns(ServiceLog log) {
        this.log = log;
    }

    @EventListener
    void note(DatabaseReturned event) {
        log.warning("database", event.sentence());
    }
}
