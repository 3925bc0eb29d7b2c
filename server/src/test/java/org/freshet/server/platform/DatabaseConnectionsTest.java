package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.freshet.server.platform.postgres.DatabaseUnusable;
import org.freshet.server.platform.postgres.EmbeddedPostgres;
import org.freshet.server.platform.postgres.ExternalPostgres;
import org.freshet.server.platform.postgres.PostgresOptions;
import org.freshet.server.platform.postgres.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseConnectionsTest {

    @TempDir
    private static Path home;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(home, PostgresOptions.scratch(Path.of("target/postgres")));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void givesConnectionsThatTellTheDatabaseWhoTheyAre() throws SQLException {
        try (var pool = DatabaseConnections.open(postgres, 4);
                var connection = pool.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select current_setting('application_name')")) {
            row.next();

            assertThat(row.getString(1)).isEqualTo("freshet");
        }
    }

    @Test
    void saysThatTheDatabaseCannotBeReached() {
        var nobody = new ExternalPostgres("jdbc:postgresql://127.0.0.1:1/freshet", "freshet", "secret");

        assertRefused(nobody, "Connection to 127.0.0.1:1 refused", "Check that PostgreSQL runs");
    }

    @Test
    void saysThatThePasswordIsWrongAndDoesNotRepeatIt() {
        var wrong = new ExternalPostgres(postgres.jdbcUrl() + "?password=guess", "freshet", "guess");

        assertRefused(wrong, "password authentication failed for user \"freshet\"", "FRESHET_DATABASE_PASSWORD");
        assertThatThrownBy(() -> DatabaseConnections.open(wrong, 4)).hasMessageNotContaining("guess");
    }

    @Test
    void saysThatTheDatabaseDoesNotExistAndHowToMakeIt() {
        var missing = new ExternalPostgres(
                postgres.jdbcUrl().replaceFirst("freshet$", "nowhere"), postgres.user(), postgres.password());

        assertRefused(missing, "\"nowhere\" does not exist", "create database NAME owner freshet");
    }

    @Test
    void refusesAnOldPostgresAndTakesTheOldestSupportedOne() {
        DatabaseConnections.checkVersion(15, postgres);

        assertThatThrownBy(() -> DatabaseConnections.checkVersion(14, postgres))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("is PostgreSQL 14, and Freshet needs 15 or newer");
    }

    private static void assertRefused(PostgresServer server, String message, String remedy) {
        assertThatThrownBy(() -> DatabaseConnections.open(server, 4))
                .isInstanceOfSatisfying(
                        DatabaseUnusable.class, it -> assertThat(it.remedy()).contains(remedy))
                .hasMessageContaining(message);
    }
}
