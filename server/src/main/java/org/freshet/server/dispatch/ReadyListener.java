package org.freshet.server.dispatch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.freshet.server.job.QueueGrew;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Passes on to the dispatcher that the queue grew: what this server did as soon as it is committed, without the way by the
 * database; what others did as the database tells it, on a connection of its own.
 */
@Component
class ReadyListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReadyListener.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LOOK_UP_MS = 250;

    private final DataSource database;
    private final ReadyHintSql hints;
    private final Dispatcher dispatcher;
    private volatile boolean running;
    private Thread thread = new Thread();

    ReadyListener(DataSource database, ReadyHintSql hints, Dispatcher dispatcher) {
        this.database = database;
        this.hints = hints;
        this.dispatcher = dispatcher;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("ready-listener").start(this::listen);
    }

    @Override
    public void stop() {
        running = false;
        try {
            // So that the connection goes back to the pool before the pool is closed.
            thread.join(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void grew(QueueGrew here) {
        dispatcher.hint();
    }

    private void listen() {
        while (running) {
            try (var connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException e) {
                if (running) {
                    log.info(
                            "Listening for new jobs was interrupted, the queue is looked at twice a second: {}",
                            e.getMessage());
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + ReadyHintSql.CHANNEL);
        }
        var notifications = connection.unwrap(PGConnection.class);
        while (running) {
            // Returns with the first notification; the time-out is for the end of the server.
            var told = notifications.getNotifications(LOOK_UP_MS);
            if (!Stream.of(told).map(PGNotification::getParameter).allMatch(hints::isOwn)) {
                dispatcher.hint();
            }
        }
    }
}
