package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.freshet.server.platform.postgres.EmbeddedPostgres;
import org.freshet.server.platform.postgres.PostgresOptions;

/**
 * A new, empty database of the one PostgreSQL that all tests of this process share.
 *
 * @param url for JDBC
 */
public record TestDatabase(String url, String user, String password) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Started with the first database, ended with the process. */
    private static final class Shared {

        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                var home = Files.createTempDirectory("freshet-test-db");
                var binaries =
                        Files.createDirectories(Path.of("target", "postgres").toAbsolutePath());
                var postgres = EmbeddedPostgres.start(home, PostgresOptions.scratch(binaries));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    postgres.close();
                    Directories.delete(home);
                }));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Creates a database that nobody else uses. */
    public static TestDatabase create() {
        var name = "test_" + COUNT.incrementAndGet();
        var shared = Shared.POSTGRES;
        try (var connection = DriverManager.getConnection(shared.jdbcUrl(), "postgres", shared.password());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name + " owner " + shared.user());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
        var url = shared.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
        return new TestDatabase(url, shared.user(), shared.password());
    }
}
