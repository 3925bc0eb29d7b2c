package org.freshet.server.platform.postgres;

import java.util.function.Consumer;

/** A PostgreSQL to work with. */
public interface PostgresServer extends AutoCloseable {

    /** For example {@code jdbc:postgresql://127.0.0.1:25432/freshet}. The port may be another one after a restart. */
    String jdbcUrl();

    String user();

    String password();

    /** Whether it is known to be away, so that waiting for a connection is in vain. */
    default boolean isAway() {
        return false;
    }

    /** Has the listener told of every restart of a PostgreSQL that this process keeps running; there is one listener. */
    default void whenStartedAgain(Consumer<PostgresRestart> listener) {
        // Nobody here restarts a PostgreSQL that somebody else runs.
    }

    /** Stops it if it is this process's own. */
    @Override
    void close();
}
