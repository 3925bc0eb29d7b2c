package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.freshet.server.platform.postgres.EmbeddedPostgres;
import org.freshet.server.platform.postgres.PostgresOptions;
import org.freshet.test.bench.Watch;
import org.freshet.test.support.Directories;
import org.freshet.test.support.TestDatabase;

/** The PostgreSQL of all contestants, as Freshet ships it and with everything flushed to disk; a database each. */
final class BenchPostgres implements AutoCloseable {

    private static final String SETTINGS = """
            select current_setting('server_version') || ', ' || string_agg(name || ' ' || current_setting(name), ', ')
            from unnest(array['fsync', 'synchronous_commit', 'shared_buffers', 'max_wal_size']) name
            """;

    private final Path directory;
    private final EmbeddedPostgres postgres;
    /** It would outlive a benchmark that somebody stops. */
    private final Thread atExit = new Thread(this::remove);

    private BenchPostgres(Path directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static BenchPostgres start() throws IOException {
        var directory = Files.createTempDirectory("freshet-bench").toRealPath();
        return new BenchPostgres(directory, EmbeddedPostgres.start(directory, PostgresOptions.keeping()));
    }

    Path directory() {
        return directory;
    }

    /** Makes a database; the one who uses it may do everything there. */
    TestDatabase create(String name) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), "postgres", postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        var url = postgres.jdbcUrl().replaceFirst("/[^/]+$", "/" + name);
        return new TestDatabase(url, "postgres", postgres.password());
    }

    /** Makes a database with Freshet's tables. */
    TestDatabase createOurs(String name) throws SQLException {
        var database = create(name);
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .load()
                .migrate();
        return database;
    }

    /** Its version and what its speed depends on. */
    String settings() throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), "postgres", postgres.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(SETTINGS)) {
            row.next();
            return row.getString(1);
        }
    }

    /** For clients that are not Java. */
    static String uri(TestDatabase database) {
        return database.url()
                .replaceFirst("jdbc:postgresql://", "postgres://" + database.user() + ":" + database.password() + "@");
    }

    static Connection connect(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    /** Of all its processes since they were started. */
    double processorMillis() {
        return Watch.processorMillis(postgres.pid());
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        remove();
    }

    private void remove() {
        postgres.close();
        Directories.delete(directory);
    }
}
