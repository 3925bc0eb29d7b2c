package org.freshet.server.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.freshet.server.platform.postgres.PostgresServer;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Makes new connections to wherever PostgreSQL is now: a restarted one may have moved to another port. */
final class PostgresConnections extends AbstractDataSource {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * A server that hangs, or whose machine is gone, must not keep its locks: the other servers wait for them. PostgreSQL
     * ends a transaction in which its server asks for nothing for so long, well below the leases of pilots.
     */
    private static final String LETS_GO = "-c idle_in_transaction_session_timeout=20s";

    private final PostgresServer postgres;
    private final Duration longestSilence;

    /** @param longestSilence a connection that gives no answer for longer counts as broken; zero: none does */
    PostgresConnections(PostgresServer postgres, Duration longestSilence) {
        this.postgres = postgres;
        this.longestSilence = longestSilence;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(postgres.user(), postgres.password());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", seconds(PATIENCE));
        properties.setProperty("loginTimeout", seconds(PATIENCE));
        properties.setProperty("socketTimeout", seconds(longestSilence));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("ApplicationName", "freshet");
        if (longestSilence.isPositive()) {
            properties.setProperty("options", LETS_GO);
        }
        return DriverManager.getConnection(postgres.jdbcUrl(), properties);
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The pool would set its own patience, which is the one above.
    }
}
