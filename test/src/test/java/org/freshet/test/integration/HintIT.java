package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.freshet.server.dispatch.ReadyHintSql;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/**
 * Commits that notify wait for each other, until each is on disk: there is one per submission at most, in a transaction of
 * its own, and none for what pilots do.
 */
@Timeout(300)
class HintIT {

    private static final int SILENCE_MS = 500;
    private static final int PATIENCE_MS = 10_000;

    private static TestServer server;
    private static TestServer other;
    private Connection ear;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=20s", "freshet.pilot.idle-lease=110s");
        other = server.another("freshet.pilot.long-poll=20s", "freshet.pilot.idle-lease=110s");
    }

    @AfterAll
    static void stop() {
        other.close();
        server.close();
    }

    @BeforeEach
    void listen() throws SQLException {
        var database = server.database();
        ear = DriverManager.getConnection(database.url(), database.user(), database.password());
        ear.createStatement().execute("listen " + ReadyHintSql.CHANNEL);
    }

    @AfterEach
    void hangUp() throws SQLException {
        ear.close();
    }

    /** Waits for one, and for more until it was silent for a while. */
    private int heardAtLast() throws SQLException {
        return ear.unwrap(PGConnection.class).getNotifications(PATIENCE_MS).length + heard();
    }

    /** What came until it was silent for a while. */
    private int heard() throws SQLException {
        var connection = ear.unwrap(PGConnection.class);
        var count = 0;
        for (var some = connection.getNotifications(SILENCE_MS);
                some.length > 0;
                some = connection.getNotifications(SILENCE_MS)) {
            count += some.length;
        }
        return count;
    }

    @Test
    void isGivenOncePerSubmissionHoweverManyJobsItHas() throws SQLException {
        server.api()
                .submit(aJob().ofType("many").with("tags", List.of("nowhere")).times(1000));

        assertThat(heardAtLast()).isEqualTo(1);
    }

    @Test
    void isGivenAgainForWhatComesRightAfterIt() throws SQLException {
        server.api().submit(aJob().ofType("first").with("tags", List.of("nowhere")));
        assertThat(ear.unwrap(PGConnection.class).getNotifications(PATIENCE_MS)).hasSize(1);

        server.api().submit(aJob().ofType("second").with("tags", List.of("nowhere")));

        assertThat(heardAtLast()).isEqualTo(1);
    }

    @Test
    void isNotGivenForJobsThatAreHeld() throws SQLException {
        server.api().submit(aJob().ofType("held").with("state", "template").times(10));

        assertThat(heard()).isZero();
    }

    @Test
    void isGivenOncePerWorkflow() throws SQLException {
        new Flows(server).start("fan", DagSketch.fan(20));

        assertThat(heardAtLast()).isEqualTo(1);
    }

    @Test
    void isNotGivenByPilotsThatTakeAndFinishJobs() throws SQLException {
        var pilot = ScriptedPilot.register(server);
        server.api().submit(aJob().ofType("done").with("priority", 100).times(20));
        assertThat(heardAtLast()).isEqualTo(1);

        var job = pilot.claim();
        for (int n = 1; n < 20; n++) {
            job = pilot.say(true, ScriptedPilot.finished(job)).job();
        }
        pilot.say(false, ScriptedPilot.finished(job));

        assertThat(heard()).isZero();
    }

    @Test
    void wakesAPilotThatWaitsAtTheOtherServer() throws Exception {
        var pilot = ScriptedPilot.register(other);
        var waiting = pilot.waitForAJob();

        var job = server.api().submit(aJob().ofType("elsewhere"));

        assertThat(waiting.get(10, TimeUnit.SECONDS).job().attempt().job()).isEqualTo(job);
        assertThat(heardAtLast()).isEqualTo(1);
    }
}
