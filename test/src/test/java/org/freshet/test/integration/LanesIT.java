package org.freshet.test.integration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.test.support.JobText.aJob;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.freshet.protocol.JobId;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two lanes of a server, of which something holds up one. */
@Timeout(60)
class LanesIT {

    private static final String WAITING_FOR_A_LOCK = """
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            """;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=20s");
        server.part(LostPilots.class).sweep();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The one that waits inside the database has the queue; who waited for it there would wait for ever. */
    @Test
    void aLaneThatWaitsForALockDoesNotHoldUpTheOther() throws Exception {
        var one = ScriptedPilot.register(server);
        var other = ScriptedPilot.register(server);
        assertThat(one.id().value() % 2).isNotEqualTo(other.id().value() % 2);
        var held = submit();

        try (var lock = lock(held)) {
            var waits = one.waitForAJob();
            await().until(() -> waitingForALock() == 1);
            var free = submit();

            assertThat(other.claim().attempt().job()).isEqualTo(free);
            assertThat(waits).isNotDone();

            lock.rollback();
            assertThat(waits.get(20, SECONDS).job())
                    .satisfies(it -> assertThat(it.attempt().job()).isEqualTo(held));
        }
    }

    private static JobId submit() {
        return server.api().submit(aJob().ofType("lanes"));
    }

    private static Connection lock(JobId job) throws SQLException {
        var database = server.database();
        var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select from job where id = " + job.value() + " for update");
        }
        return connection;
    }

    private static long waitingForALock() {
        return server.db().sql(WAITING_FOR_A_LOCK).query(Long.class).single();
    }
}
