package org.freshet.test.integration;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.test.support.JobText.aJob;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.freshet.protocol.JobId;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two lanes of a server: something holds up one, or their pilots have nothing to tell. */
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

    /** Its claim saw no limit; acknowledged first, the limit would be passed by what is committed after it. */
    @Test
    void theFirstLimitOfATypeWaitsForWhoIsJustClaiming() throws Exception {
        var pilot = ScriptedPilot.register(server);
        var job = submit();

        try (var lock = lock(job)) {
            var claim = pilot.waitForAJob();
            await().until(() -> waitingForALock() == 1);
            var limit = CompletableFuture.supplyAsync(
                    () -> server.api().post("/api/v1/jobtypes/lanes/limit", "{\"limit\": 0}"));
            await().until(() -> limit.isDone() || waitingForALock() == 2);

            assertThat(limit).isNotDone();
            lock.rollback();

            assertThat(limit.get(20, SECONDS).status()).isEqualTo(200);
            assertThat(claim.get(20, SECONDS).job()).isNotNull();
            assertThat(timesOfClaimAndLimit(job)).isSorted();
        } finally {
            server.api().post("/api/v1/jobtypes/lanes/limit", "{\"limit\": null}");
        }
    }

    /** Each transaction is a commit with a write to the disk, however little it holds. */
    @Test
    void pilotsThatOnlySayThatTheyAreThereAreHeardTogether() throws Exception {
        var pilots =
                Stream.generate(() -> ScriptedPilot.register(server)).limit(60).toList();

        for (var pilot : pilots) {
            pilot.waitForAJob();
            MILLISECONDS.sleep(5);
        }
        await().until(() -> ofThese("count(*) filter (where state = 'IDLE')", pilots) == pilots.size());

        assertThat(ofThese("count(distinct xmin::text)", pilots)).isLessThan(pilots.size() / 2);
        pilots.forEach(it -> it.leave("the test is over"));
    }

    private static int ofThese(String aggregate, List<ScriptedPilot> pilots) {
        return server.db()
                .sql("select " + aggregate + " from pilot where id >= :first")
                .param("first", pilots.getFirst().id().value())
                .query(Integer.class)
                .single();
    }

    private static List<Instant> timesOfClaimAndLimit(JobId job) {
        return Stream.of(
                        "select at from event where entity = 'job' and entity_id = " + job
                                + " and to_state = 'DISPATCHED'",
                        "select at from event where entity = 'jobtype' and data #>> '{limit,to}' = '0'")
                .map(it -> server.db().sql(it).query(Timestamp.class).single().toInstant())
                .toList();
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
