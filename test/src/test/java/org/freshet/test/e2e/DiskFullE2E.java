package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.Needs;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The disk of the home is full: a file system in memory that only the server's processes see. */
@Timeout(240)
@EnabledIf(value = "mountNamespaces", disabledReason = "mounting a file system needs root")
class DiskFullE2E {

    private static final String TOKEN = "a-token-of-more-than-20-letters";
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(30);

    private static Installation installation;
    private static RunningServer server;
    private static Api api;
    /** The home as the server sees it. */
    private static Path home;

    static boolean mountNamespaces() {
        return Needs.mountNamespaces();
    }

    @BeforeAll
    static void start() throws IOException {
        installation = Installation.create(Map.of("FRESHET_TOKEN", TOKEN, "FRESHET_LOCAL_PILOTS", "0"));
        Files.createDirectory(installation.home());
        var command = installation.start("""
                exec unshare --mount /bin/sh -c '
                mount -t tmpfs -o size=220m,mode=0700 freshet "$FRESHET_HOME" && exec bin/freshet-server'""");
        server = RunningServer.of(installation, command);
        api = new Api(server.url(), TOKEN);
        home = Path.of("/proc", Long.toString(command.process().pid()), "root" + installation.home());
    }

    @AfterAll
    static void stop() {
        server.close();
        installation.close();
    }

    @Test
    void refusesSubmissionsWithASentenceUntilThereIsRoomAgainAndLosesNothing() throws Exception {
        var acknowledged = new ArrayList<>(submit());

        var filling = fillTheDisk();
        Api.Answer refused;
        for (refused = post(); refused.status() == 201; refused = post()) {
            acknowledged.addAll(ids(refused));
        }

        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.problem().detail())
                .isEqualTo("The disk of the database is full. Nothing was changed. Free space on it, then try again;"
                        + " nothing needs to be restarted.");
        assertThat(api.get("/api/v1/summary").status()).isEqualTo(200);

        Files.delete(filling);
        acknowledged.addAll(submit());

        assertStored(acknowledged);
    }

    @Test
    void hasPostgresStartedAgainWhenThereIsRoomForItsLog() throws Exception {
        var acknowledged = new ArrayList<>(submit());

        Path filling;
        try (var connection = superuser();
                var session = connection.createStatement()) {
            filling = fillTheDisk();
            useUpTheLog(session);
        }
        Awaitility.await().atMost(LONGEST_OUTAGE).until(() -> post().status() == 503);
        Files.delete(filling);

        Awaitility.await().atMost(LONGEST_OUTAGE).until(() -> {
            var answer = post();
            if (answer.status() == 201) {
                acknowledged.addAll(ids(answer));
            }
            return answer.status() == 201;
        });
        assertStored(acknowledged);
        assertThat(server.command().process().isAlive()).isTrue();
    }

    /** 100 jobs of some 100 kB together, which do not fit into what the files of the tables have left. */
    private static Api.Answer post() {
        return api.post(
                "/api/v1/jobs",
                aJob().with("state", "template")
                        .with("payload", "/bin/true " + "x".repeat(1000))
                        .times(100));
    }

    private static List<JobId> submit() {
        var answer = post();
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return ids(answer);
    }

    private static List<JobId> ids(Api.Answer answer) {
        return answer.as(Submitted.class).items().stream()
                .map(Submitted.Item::id)
                .toList();
    }

    private static Path fillTheDisk() throws IOException {
        var file = home.resolve("filling");
        var chunk = new byte[4096];
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
        return file;
    }

    private static Connection superuser() throws IOException, SQLException {
        var port = Files.readString(home.resolve("pg.port")).strip();
        var password = Files.readString(home.resolve("db.password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
    }

    /** As if a file of the write-ahead log were just used up: the next one cannot be made, and PostgreSQL gives up. */
    private static void useUpTheLog(Statement session) throws IOException {
        assertThatThrownBy(() -> {
                    for (int n = 0; n < 100; n++) {
                        session.execute("select pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()");
                    }
                })
                .isInstanceOf(SQLException.class);
        assertThat(Files.readString(home.resolve("log/postgresql.log")))
                .containsPattern("PANIC: .*No space left on device");
    }

    private static void assertStored(List<JobId> jobs) {
        var stored = new ArrayList<JobId>();
        for (var after = ""; ; ) {
            var page = api.jobs("?limit=1000" + after);
            page.forEach(it -> stored.add(it.id()));
            if (page.size() < 1000) {
                break;
            }
            after = "&after=" + page.getLast().id();
        }
        assertThat(stored).containsAll(jobs);
    }
}
