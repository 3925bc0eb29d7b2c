package org.freshet.server.platform;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;
import org.freshet.server.platform.postgres.DatabaseUnusable;
import org.freshet.server.platform.postgres.PostgresServer;

/** Opens the pool of connections, and says in a sentence what is wrong if that fails. */
final class DatabaseConnections {

    private static final int OLDEST_VERSION = 15;

    private DatabaseConnections() {}

    /** @throws DatabaseUnusable if PostgreSQL cannot be reached, refuses the user, or is too old */
    static DatabasePool open(PostgresServer postgres, int connections) {
        DatabasePool pool;
        try {
            pool = new DatabasePool(postgres, connections);
        } catch (PoolInitializationException | IllegalArgumentException e) {
            throw unusable(postgres, e);
        }
        try (var connection = pool.getConnection()) {
            checkVersion(connection.getMetaData().getDatabaseMajorVersion(), postgres);
            return pool;
        } catch (SQLException e) {
            pool.close();
            throw unusable(postgres, e);
        } catch (DatabaseUnusable e) {
            pool.close();
            throw e;
        }
    }

    static void checkVersion(int version, PostgresServer postgres) {
        if (version < OLDEST_VERSION) {
            throw new DatabaseUnusable(
                    "The database %s is PostgreSQL %d, and Freshet needs %d or newer. Nothing was changed in it."
                            .formatted(shown(postgres), version, OLDEST_VERSION),
                    "Upgrade it, or set FRESHET_DATABASE_URL to another one.");
        }
    }

    private static DatabaseUnusable unusable(PostgresServer postgres, Exception problem) {
        var cause = sqlCause(problem);
        var state = cause instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
        var remedy = switch (state) {
            case "28P01", "28000" -> "Check FRESHET_DATABASE_USER and FRESHET_DATABASE_PASSWORD.";
            case "3D000" ->
                "Create it (create database NAME owner %s), or correct the name in FRESHET_DATABASE_URL."
                        .formatted(postgres.user());
            case "08001", "08004", "08006" ->
                "Check that PostgreSQL runs, that FRESHET_DATABASE_URL names its host and port, and that it listens there.";
            case "53300" -> "Raise max_connections there, or lower FRESHET_DATABASE_CONNECTIONS.";
            default -> "Check FRESHET_DATABASE_URL (jdbc:postgresql://HOST:PORT/NAME), _USER and _PASSWORD.";
        };
        return new DatabaseUnusable(
                "The database %s cannot be used by user %s: %s"
                        .formatted(shown(postgres), postgres.user(), cause.getMessage()),
                remedy,
                problem);
    }

    /** Without its parameters: a password may be among them. */
    private static String shown(PostgresServer postgres) {
        return postgres.jdbcUrl().replaceFirst("\\?.*", "");
    }

    private static Throwable sqlCause(Throwable problem) {
        for (var cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return cause;
            }
        }
        return problem;
    }
}
