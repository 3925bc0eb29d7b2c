package org.freshet.server.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresTest {

    private static final PostgresOptions SCRATCH = PostgresOptions.scratch(Path.of("target/postgres"));

    @TempDir
    private Path home;

    @Test
    void keepsWhatWasCommittedAndItsPortFromStartToStart() throws Exception {
        String url;
        try (var first = start()) {
            execute(first, "create table note (text text)");
            execute(first, "insert into note values ('kept')");
            url = first.jdbcUrl();
        }

        try (var second = start()) {
            assertThat(query(second, "select text from note")).isEqualTo("kept");
            assertThat(second.jdbcUrl()).isEqualTo(url);
        }
    }

    @Test
    void leavesNoProcessBehindWhenClosed() {
        var postgres = start();
        var process = ProcessHandle.of(postgres.pid()).orElseThrow();

        postgres.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(home.resolve("pg/postmaster.pid")).doesNotExist();
    }

    @Test
    void isDurableUnlessToldOtherwise() throws Exception {
        try (var postgres = EmbeddedPostgres.start(home, new PostgresOptions(true, Path.of("target/postgres")))) {
            assertThat(query(postgres, "show fsync")).isEqualTo("on");
            assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "show full_page_writes")).isEqualTo("on");
            assertThat(query(postgres, "show data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void letsNobodyInWithoutThePasswordAndMakesNobodyASuperuser() throws Exception {
        try (var postgres = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "postgres", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(query(postgres, "select rolsuper from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
            assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "select count(*) from pg_roles where rolsuper and rolcanlogin"))
                    .isEqualTo("1");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("db.password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesASecondOwner() {
        try (var first = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOfSatisfying(
                            ProcessLock.Held.class,
                            it -> assertThat(it.holder())
                                    .isEqualTo(Long.toString(
                                            ProcessHandle.current().pid())));
            assertThat(first.isRunning()).isTrue();
        }
    }

    @Test
    void adoptsTheDatabaseOfAnOwnerThatWasKilled() throws Exception {
        var owner = PostgresOwner.start(home);
        var pid = owner.postgresPid();
        owner.kill();

        try (var adopted = start()) {
            assertThat(adopted.pid()).isEqualTo(pid);
            assertThat(query(adopted, "select text from note")).isEqualTo("written by the owner");
        }

        awaitEndOf(pid);
    }

    @Test
    void recoversWhenOwnerAndDatabaseWereKilled() throws Exception {
        var owner = PostgresOwner.start(home);
        var pid = owner.postgresPid();
        owner.kill();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        awaitEndOf(pid);

        try (var recovered = start()) {
            assertThat(recovered.pid()).isNotEqualTo(pid);
            assertThat(query(recovered, "select text from note")).isEqualTo("written by the owner");
        }
    }

    @Test
    void startsAlthoughTheProcessIdItLeftBelongsToAnotherProgramNow() throws Exception {
        start().close();
        var other = Long.toString(ProcessHandle.current().pid());
        Files.write(
                home.resolve("pg/postmaster.pid"),
                List.of(other, home.resolve("pg").toString(), "1", "1", "", "", "0 0"));

        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void leavesAnotherProgramAloneThatWorksInItsDirectory() throws Exception {
        start().close();
        var data = home.resolve("pg");
        var other = new ProcessBuilder("sleep", "60").directory(data.toFile()).start();
        Files.write(
                data.resolve("postmaster.pid"),
                List.of(Long.toString(other.pid()), data.toString(), "1", "1", "", "", "0 0", "ready"));

        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void movesToAnotherPortWhenItsOwnIsTaken() throws Exception {
        start().close();
        var kept = Integer.parseInt(Files.readString(home.resolve("pg.port")).strip());

        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), kept));
            try (var postgres = start()) {
                assertThat(postgres.jdbcUrl()).doesNotContain(":" + kept + "/");
                assertThat(query(postgres, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void refusesTheDataOfAnotherMajorVersionAndLeavesItAlone() throws Exception {
        start().close();
        Files.writeString(home.resolve("pg/PG_VERSION"), "15\n");

        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        DatabaseUnusable.class,
                        it -> assertThat(it.remedy())
                                .containsSubsequence(
                                        "freshet db dump", "move " + home.resolve("pg"), "freshet db restore"))
                .hasMessageContaining("was made by PostgreSQL 15, and this server ships PostgreSQL 18");

        assertThat(home.resolve("pg/global/pg_control")).exists();
        assertThat(Files.readString(home.resolve("pg/PG_VERSION"))).isEqualTo("15\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PG_VERSION", "global/pg_control", "pg_wal"})
    void refusesADirectoryOfWhichAPartIsMissingAndLeavesItAlone(String part) throws Exception {
        start().close();
        Files.move(home.resolve("pg").resolve(part), home.resolve("lost"));

        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        DatabaseUnusable.class, it -> assertThat(it.remedy()).contains("freshet db restore"))
                .hasMessageContaining("is damaged: " + home.resolve("pg").resolve(part) + " is missing");

        Files.move(home.resolve("lost"), home.resolve("pg").resolve(part));
        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void startsAlthoughAFullDiskCutTheFileOfItsProcessShort() throws Exception {
        start().close();
        Files.writeString(home.resolve("pg/postmaster.pid"), "\n");

        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void throwsAwayWhatAnInterruptedFirstStartLeft() throws Exception {
        Files.createDirectories(home.resolve("pg.part/base"));
        Files.writeString(home.resolve("pg.part/PG_VERSION"), "18\n");

        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }

        assertThat(home.resolve("pg.part")).doesNotExist();
    }

    @Test
    void givesTheDatabaseANewPasswordWhenTheOldOneWasLost() throws Exception {
        start().close();
        Files.delete(home.resolve("db.password"));

        try (var postgres = start()) {
            assertThat(query(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void quotesPostgresWhenItDoesNotStart() throws Exception {
        start().close();
        Files.writeString(home.resolve("pg/postgresql.conf"), "no_such_setting = 1\n");

        assertThatThrownBy(this::start).isInstanceOf(DatabaseUnusable.class).hasMessageContaining("no_such_setting");
    }

    @Test
    void shipsTheVersionItNames() throws Exception {
        start().close();

        var program = Path.of("target/postgres/postgres-" + PostgresBinaries.VERSION + "/bin/postgres");
        assertThat(Command.of(List.of(program.toString(), "--version")).run()).contains(PostgresBinaries.VERSION);
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(home, SCRATCH);
    }

    /** A process whose parent was killed is cleared away by the system, a moment after its end. */
    private static void awaitEndOf(long pid) {
        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
