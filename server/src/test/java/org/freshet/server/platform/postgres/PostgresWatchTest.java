package org.freshet.server.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PostgresWatchTest {

    private static final Duration LONGEST_AWAY = Duration.ofSeconds(15);

    @TempDir
    private Path home;

    private EmbeddedPostgres postgres;
    private final List<PostgresRestart> restarts = new CopyOnWriteArrayList<>();

    private void start() {
        start(PostgresOptions.scratch(Path.of("target/postgres")));
    }

    private void start(PostgresOptions options) {
        postgres = EmbeddedPostgres.start(home, options);
        postgres.whenStartedAgain(restarts::add);
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void startsPostgresAgainWhenItWasKilled() throws Exception {
        start(new PostgresOptions(true, Path.of("target/postgres")));
        var killed = postgres.pid();
        var url = postgres.jdbcUrl();
        query("create table note as select 'kept' as text");

        kill(killed);

        awaitRestart();
        assertThat(postgres.pid()).isNotEqualTo(killed);
        assertThat(postgres.jdbcUrl()).isEqualTo(url);
        assertThat(query("select text from note")).isEqualTo("kept");
        assertThat(restarts.getFirst().end()).isEqualTo("signal 9");
        assertThat(restarts.getFirst().sentence())
                .matches("PostgreSQL ended \\(signal 9\\) and was started again after [0-9]+\\.[0-9] s\\.");
    }

    @Test
    void startsItAgainEveryTime() throws Exception {
        start();

        for (int n = 1; n <= 3; n++) {
            var times = n;
            kill(postgres.pid());
            await().atMost(LONGEST_AWAY).until(() -> restarts.size() == times);
        }

        assertThat(query("select 1")).isEqualTo("1");
    }

    @Test
    void startsOneAgainThatItHadAdopted() throws Exception {
        var owner = PostgresOwner.start(home);
        owner.kill();
        start();
        assertThat(postgres.pid()).isEqualTo(owner.postgresPid());

        kill(owner.postgresPid());

        awaitRestart();
        assertThat(query("select text from note")).isEqualTo("written by the owner");
    }

    @Test
    void endsAProcessThatOutlivesThePostgresItBelongedTo() throws Exception {
        start();
        try (var session = connect()) {
            var stopped = Long.parseLong(query(session, "select pg_backend_pid()"));
            signal("STOP", stopped);

            kill(postgres.pid());

            awaitRestart();
            assertThat(query("select 1")).isEqualTo("1");
            await().until(() -> ProcessHandle.of(stopped).isEmpty());
        }
    }

    @Test
    void leavesItToPostgresWhenOneOfItsProcessesIsKilled() throws Exception {
        start();
        var pid = postgres.pid();
        try (var session = connect()) {
            kill(Long.parseLong(query(session, "select pg_backend_pid()")));
        }

        await().atMost(LONGEST_AWAY)
                .ignoreExceptions()
                .until(() -> query("select 1").equals("1"));
        assertThat(postgres.pid()).isEqualTo(pid);
        assertThat(restarts).isEmpty();
    }

    @Test
    void movesItToAnotherPortWhenItsOwnWasTakenMeanwhile() throws Exception {
        start();
        var port = Integer.parseInt(Files.readString(home.resolve("pg.port")).strip());

        kill(postgres.pid());
        try (var thief = new ServerSocket()) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> isBound(thief, port));

            awaitRestart();

            assertThat(postgres.jdbcUrl()).doesNotContain(":" + port + "/");
            assertThat(query("select 1")).isEqualTo("1");
        }
    }

    @Test
    void startsItAgainWhenSomebodyElseToldItToStopAndItWaitsForItsSessions() throws Exception {
        start();
        var pid = postgres.pid();
        try (var session = connect()) {
            signal("TERM", pid);

            awaitRestart();

            assertThat(query("select 1")).isEqualTo("1");
            assertThat(session.isValid(1)).isFalse();
        }
    }

    @Test
    void triesUntilItCanBeStartedAndSaysMeanwhileThatItIsAway() throws Exception {
        start();
        var configuration = home.resolve("pg/postgresql.conf");
        var good = Files.readString(configuration);
        Files.writeString(configuration, "no_such_setting = 1\n");

        kill(postgres.pid());
        await().atMost(Duration.ofSeconds(10)).until(postgres::isAway);
        Files.writeString(configuration, good);

        await().atMost(LONGEST_AWAY).until(() -> !postgres.isAway());
        assertThat(query("select 1")).isEqualTo("1");
    }

    @Test
    void letsItRestAfterItsOwnEnd() throws Exception {
        start();

        kill(postgres.pid());
        postgres.close();

        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(processesOfPostgres()).isEmpty());
        start();
        assertThat(query("select 1")).isEqualTo("1");
    }

    private void awaitRestart() {
        await().atMost(LONGEST_AWAY).until(() -> !restarts.isEmpty());
    }

    private List<ProcessHandle> processesOfPostgres() {
        return ProcessHandle.allProcesses()
                .filter(it -> {
                    try {
                        return Files.isSameFile(Path.of("/proc/" + it.pid() + "/cwd"), home.resolve("pg"));
                    } catch (IOException gone) {
                        return false;
                    }
                })
                .toList();
    }

    private static boolean isBound(ServerSocket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException stillTaken) {
            return false;
        }
    }

    private static void kill(long pid) throws IOException {
        signal("KILL", pid);
    }

    private static void signal(String name, long pid) throws IOException {
        Command.of(List.of("kill", "-s", name, Long.toString(pid))).run();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private String query(String sql) throws SQLException {
        try (var connection = connect()) {
            return query(connection, sql);
        }
    }

    /** The first value of the first row; empty for a statement that has none. */
    private static String query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
