package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.BatchTask;
import org.freshet.batch.PoolStep;
import org.freshet.batch.Submission;
import org.freshet.batch.View;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.test.support.Api;
import org.freshet.test.support.PilotJar;
import org.freshet.test.support.ScriptedBatch.Mood;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.SubmitHost;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever calculates, how many at once and however slowly: no site gets more pilots than its cap, no pilot two masters. */
class PoolTurnsIT {

    private static final BatchAnswer NOTHING = new BatchAnswer.Looked(new View.Seen(Instant.now(), List.of()));

    private static TestServer server;
    private static TestServer other;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.local.pilots=2");
        other = server.another("freshet.local.pilots=2");
        api = server.api();
    }

    @AfterAll
    static void stop() {
        other.close();
        server.close();
    }

    @Test
    void goesByTheCapThatHoldsWhenItSubmits() {
        var farm = PoolFixture.fixed(server, 5, 10);
        var look = farm.host.begin(farm.site, false);
        api.patch("/api/v1/sites/" + farm.site, "{\"cap\": 1}");

        var end = farm.host.answer(farm.site, look, NOTHING).as(PoolStep.class);

        assertThat(end.task()).isNull();
        assertThat(end.result()).satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LIMITED);
            assertThat(it.sentence()).contains("Not submitted: its cap was just lowered");
        });
        assertThat(farm.pilots("SUBMITTED")).isZero();
        assertThat(farm.run().pilots()).hasSize(1);
    }

    /** The site's row is locked, so that its order waits at the moment at which its turn was confirmed. */
    @Test
    void letsNobodyTakeTheTurnBetweenItsConfirmationAndTheOrder() throws Exception {
        var farm = PoolFixture.fixed(server, 4, 10);
        server.secretTo(other, farm.site);
        var look = farm.host.begin(farm.site, false);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var lock = lockOf(farm.site)) {
            var first = threads.submit(() -> farm.host.answer(farm.site, look, NOTHING));
            Awaitility.await().until(() -> waiting() == 1);
            var second = threads.submit(() -> {
                turnIsOver(farm.site);
                return ordersOf(farm, ofTheOther()).call();
            });
            Awaitility.await().until(() -> waiting() == 2);
            lock.rollback();

            assertThat(first.get().as(PoolStep.class).task()).isInstanceOf(BatchTask.Submit.class);
            assertThat(second.get()).isZero();
        }
        assertThat(farm.pilots("SUBMITTED")).isEqualTo(4);
    }

    private static Connection lockOf(String site) throws SQLException {
        var database = server.database();
        var lock = DriverManager.getConnection(database.url(), database.user(), database.password());
        lock.setAutoCommit(false);
        try (var statement = lock.prepareStatement("select from site where name = ? for update")) {
            statement.setString(1, site);
            statement.execute();
        }
        return lock;
    }

    /** How many statements wait for a lock. */
    private static int waiting() {
        return server.db()
                .sql(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .query(Integer.class)
                .single();
    }

    /** Every turn is over as soon as it is taken, so that calculations of both servers run into each other. */
    @Test
    void neverExceedsTheCapWhenManyCalculateAtOnceAndLoseTheirTurns() throws Exception {
        var farm = PoolFixture.fixed(server, 4, 10);
        server.secretTo(other, farm.site);
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var spoiler = threads.submit(() -> spoilTurns(farm.site, over));
            var runs = new ArrayList<Future<Integer>>();
            for (int n = 0; n < 30; n++) {
                var host = n % 2 == 0 ? farm.host : ofTheOther();
                runs.add(threads.submit(ordersOf(farm, host)));
            }
            var ordered = 0;
            for (var run : runs) {
                ordered += run.get();
            }
            over.set(true);
            spoiler.get();

            assertThat(ordered).isEqualTo(4);
        }
        assertThat(farm.pilots("SUBMITTED")).isEqualTo(4);
    }

    /** How many pilots a run was given to submit; whether they got in it cannot tell, and it never sees one in its queue. */
    private static Callable<Integer> ordersOf(PoolFixture farm, SubmitHost host) {
        return () -> {
            var answer = host.tryToBegin(farm.site, false);
            if (answer.status() != 200) {
                return 0;
            }
            var step =
                    host.answer(farm.site, answer.as(PoolStep.class), NOTHING).as(PoolStep.class);
            if (!(step.task() instanceof BatchTask.Submit(var order))) {
                return 0;
            }
            host.answer(farm.site, step, new BatchAnswer.Submitted(new Submission.Unknown("it hangs")));
            return order.nonces().size();
        };
    }

    private static void spoilTurns(String site, AtomicBoolean over) {
        while (!over.get()) {
            turnIsOver(site);
        }
    }

    private static void turnIsOver(String site) {
        server.db()
                .sql(
                        "update pool_site set held_until = now() - interval '1 s' where site = :site and holder is not null")
                .param("site", site)
                .update();
    }

    @Test
    void takesAnAnswerThatFirstCameToAServerThatDoesNotMakeTheCalculation() {
        var farm = PoolFixture.fixed(server, 1, 1);
        var look = farm.host.begin(farm.site, false);

        var astray = ofTheOther().answer(farm.site, look, NOTHING);
        var right = farm.host.answer(farm.site, look, NOTHING).as(PoolStep.class);
        var twice = farm.host.answer(farm.site, look, new BatchAnswer.Submitted(new Submission.Unknown("it hangs")));

        assertThat(astray.status()).isEqualTo(404);
        assertThat(astray.problem().detail())
                .contains("another server behind the same address makes it", "found by the next calculation");
        assertThat(right.task()).isInstanceOf(BatchTask.Submit.class);
        assertThat(twice.as(PoolStep.class).result().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(farm.pilots("SUBMITTED")).isEqualTo(1);
    }

    @Test
    void keepsAnotherHostAwayWhileAnOrderOfTheFirstMayHaveGotIn() {
        var farm = PoolFixture.fixed(server, 1, 1);
        farm.batch.becomes(Mood.LOSING_THE_ANSWER);
        assertThat(farm.run().outcome()).isEqualTo(Outcome.UNKNOWN);
        var body = "{\"host\": \"other.example\", \"dryRun\": false}";

        var answer = api.post("/api/v1/pool/" + farm.site + "/runs", body);
        farm.age((int) Duration.ofHours(25).toSeconds());
        var later = api.post("/api/v1/pool/" + farm.site + "/runs", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("were submitted on submit.example");
        assertThat(answer.problem().type()).isEqualTo("/problems/pool-in-other-hands");
        assertThat(later.status()).as(later.body()).isEqualTo(200);
    }

    @Test
    void letsOneServerAtATimeLookAfterLocalPilots(@TempDir Path directory) {
        var settings = new String[] {
            "freshet.pool.enabled=true",
            "freshet.local.pilots=2",
            "freshet.pool.every=100ms",
            "freshet.local.pilot-jar=" + PilotJar.in(directory)
        };
        try (var first = server.another(settings);
                var second = secondOf(first, settings)) {
            Awaitility.await().until(() -> wereSaid("local: its pilots are looked after from ") == 1);

            assertThat(said("local: its pilots are looked after from "))
                    .singleElement()
                    .asString()
                    .contains(":" + first.home() + ". From ", ":" + second.home() + " none is submitted");
            assertThat(said("is lost")).isEmpty();
            assertThat(alive()).isEqualTo(2);

            end(first);
            Awaitility.await().until(() -> alive() == 2 && masters() == 2);
        }
        assertThat(said("is lost")).isEmpty();
        assertThat(wereSaid("local: its pilots are looked after from ")).isEqualTo(1);
    }

    /** Its pilots end with it. */
    private static void end(TestServer one) {
        one.close();
    }

    /** Once the pilots of the first are there. */
    private static TestServer secondOf(TestServer first, String... settings) {
        Awaitility.await().until(() -> alive() == 2);
        assertThat(first.home()).isDirectory();
        return server.another(settings);
    }

    private static long alive() {
        return server.db()
                .sql(
                        "select count(*) from pilot where site = 'local' and ended_at is null and registered_at is not null")
                .query(Long.class)
                .single();
    }

    /** How many servers ordered local pilots, each both at once. */
    private static long masters() {
        return server.db()
                .sql("select count(distinct submitted_at) from pilot where site = 'local'")
                .query(Long.class)
                .single();
    }

    private static int wereSaid(String part) {
        return said(part).size();
    }

    private static List<String> said(String part) {
        return ServiceLogEntry.of(server, "pool").stream()
                .map(ServiceLogEntry::message)
                .filter(it -> it.startsWith("local:") && it.contains(part))
                .toList();
    }

    /** A submit host that asks another server on the same database; the account is the same. */
    private static SubmitHost ofTheOther() {
        return new SubmitHost(new Api(other.url(), server.secret("admin.token")));
    }
}
