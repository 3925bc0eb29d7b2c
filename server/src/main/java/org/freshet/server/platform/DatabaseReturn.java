package org.freshet.server.platform;

import org.freshet.server.platform.postgres.PostgresServer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Has the server go on at once when its PostgreSQL was started again. */
@Component
class DatabaseReturn {

    DatabaseReturn(PostgresServer postgres, DatabasePool pool, ApplicationEventPublisher events) {
        postgres.whenStartedAgain(restart -> {
            pool.replaceAll();
            events.publishEvent(new DatabaseReturned(restart.sentence()));
        });
    }
}
