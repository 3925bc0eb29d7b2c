package org.freshet.server.platform.postgres;

/** A PostgreSQL to work with. */
public interface PostgresServer extends AutoCloseable {

    /** For example {@code jdbc:postgresql://127.0.0.1:25432/freshet}. */
    String jdbcUrl();

    String user();

    String password();

    /** Stops it if it is this process's own. */
    @Override
    void close();
}
