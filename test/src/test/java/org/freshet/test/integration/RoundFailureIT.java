package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.JobState;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What many pilots say is written down by one commit; if what one of them says cannot be, the others lose nothing. */
@Timeout(300)
class RoundFailureIT {

    private static final int PILOTS = 8;
    private static final int BAD = 3;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void spoilsNoReportOfAnotherPilot() throws SQLException {
        var pilots = Stream.generate(() -> ScriptedPilot.register(server))
                .limit(PILOTS)
                .toList();
        var late = ScriptedPilot.register(server);
        server.api().submit(aJob().ofType("round").times(PILOTS));
        var jobs = pilots.stream().map(ScriptedPilot::claim).toList();
        failAtTheEndOf(jobs.get(BAD));
        List<CompletableFuture<Api.Answer>> said;

        try (var session = lock(late)) {
            // The round with this one waits; all who come meanwhile are in the next.
            var first = say(late);
            awaitWaiting();
            said = IntStream.range(0, PILOTS)
                    .mapToObj(n -> say(pilots.get(n), jobs.get(n)))
                    .toList();
            awaitArrived();
            session.rollback();
            assertThat(first.join().status()).isEqualTo(200);
        }

        for (int n = 0; n < PILOTS; n++) {
            var job = jobs.get(n).attempt().job();
            assertThat(said.get(n).join().status()).isEqualTo(n == BAD ? 500 : 200);
            assertThat(server.api().job(job).job().state())
                    .isEqualTo(n == BAD ? JobState.DISPATCHED : JobState.FINISHED);
        }
    }

    @Test
    void doesNotComeFromAnExchangeThatCannotBeRead() {
        var good = ScriptedPilot.register(server);
        var bad = ScriptedPilot.register(server);
        var job = server.api().submit(aJob().ofType("read"));
        var given = good.claim();

        var refused = bad.api().post("/api/v1/pilots/" + bad.id() + "/exchange", "{\"seq\": 1, \"reports\": [{}]}");
        good.say(false, finished(given));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(server.api().job(job).job().state()).isEqualTo(JobState.FINISHED);
        assertThat(bad.say(false).seq()).isEqualTo(1);
    }

    /** Something that nobody foresaw. */
    private static void failAtTheEndOf(Assignment job) {
        server.db().sql("""
                create function fail_for_test() returns trigger language plpgsql as
                $$ begin raise exception 'nobody foresaw this'; end $$
                """).update();
        server.db()
                .sql("create trigger fail_for_test before update on attempt for each row when (new.job_id = "
                        + job.attempt().job() + ") execute function fail_for_test()")
                .update();
    }

    private static CompletableFuture<Api.Answer> say(ScriptedPilot pilot) {
        var exchange = pilot.next(false);
        return CompletableFuture.supplyAsync(() -> pilot.post(exchange));
    }

    private static CompletableFuture<Api.Answer> say(ScriptedPilot pilot, Assignment ended) {
        var exchange = pilot.next(false, finished(ended));
        return CompletableFuture.supplyAsync(() -> pilot.post(exchange));
    }

    private static Connection lock(ScriptedPilot pilot) throws SQLException {
        var database = server.database();
        var session = DriverManager.getConnection(database.url(), database.user(), database.password());
        session.setAutoCommit(false);
        session.createStatement().execute("select id from pilot where id = " + pilot.id() + " for update");
        return session;
    }

    private static void awaitWaiting() {
        Awaitility.await()
                .until(() -> server.db()
                                .sql(
                                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
                                .query(Long.class)
                                .single()
                        > 0);
    }

    /** All of them were let in by the web server, which looks at their tokens first. */
    private static void awaitArrived() {
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }
}
