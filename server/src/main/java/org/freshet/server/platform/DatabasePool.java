package org.freshet.server.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.freshet.server.platform.postgres.PostgresServer;

/** The connections of this server. While PostgreSQL is known to be away it says so at once. */
final class DatabasePool extends HikariDataSource {

    /**
     * A statement of a server takes milliseconds, the largest submission some seconds. Whoever needs more time (migrations,
     * dump and restore) takes it for a connection of its own.
     */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** A connection that does not answer so quickly is replaced, if there are others to try. */
    private static final Duration CHECK_LIMIT = Duration.ofSeconds(2);

    /** Each connection is a process of PostgreSQL with some MB of memory: a quiet server keeps few. */
    private static final int KEPT_WHEN_QUIET = 4;

    private final PostgresServer postgres;

    DatabasePool(PostgresServer postgres, int connections) {
        super(configuration(postgres, connections));
        this.postgres = postgres;
    }

    private static HikariConfig configuration(PostgresServer postgres, int connections) {
        var configuration = new HikariConfig();
        configuration.setPoolName("database");
        configuration.setDataSource(new PostgresConnections(postgres, LONGEST_SILENCE));
        configuration.setMaximumPoolSize(connections);
        configuration.setMinimumIdle(KEPT_WHEN_QUIET);
        configuration.setConnectionTimeout(PostgresConnections.PATIENCE.toMillis());
        configuration.setValidationTimeout(CHECK_LIMIT.toMillis());
        return configuration;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (postgres.isAway()) {
            throw new SQLTransientConnectionException("PostgreSQL is away and is being started again", "08001");
        }
        return super.getConnection();
    }

    /** Those that were open when PostgreSQL ended are of no use any more. */
    void replaceAll() {
        getHikariPoolMXBean().softEvictConnections();
    }
}
