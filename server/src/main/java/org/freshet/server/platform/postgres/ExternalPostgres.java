package org.freshet.server.platform.postgres;

/** A PostgreSQL that somebody else runs. */
public record ExternalPostgres(String jdbcUrl, String user, String password) implements PostgresServer {

    @Override
    public void close() {
        // Not ours to stop.
    }

    /** Without password, and without the parameters of the URL, among which one may be. */
    @Override
    public String toString() {
        return jdbcUrl.replaceFirst("\\?.*", "");
    }
}
