package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.ArrayList;
import java.util.List;
import org.freshet.batch.BatchId;
import org.freshet.batch.Capacity;
import org.freshet.batch.Slot;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolDemand;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolStanding;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedBatch.Mood;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TableCounts;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many pilots are ordered, and what is done when the batch system's answer is missing or cannot be right. */
class PoolIT {

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void ordersWhatTheWaitingJobsWantAndSaysEveryTerm() {
        var farm = PoolFixture.demand(server, 100, 2, 10);
        limit("limited", 2);
        farm.jobs(30, aJob().ofType("short").with("timelimit", 100)); // 3 in 5 min
        farm.jobs(5, aJob().ofType("limited").with("timelimit", 1000));

        var run = farm.run();

        assertThat(run.sentence())
                .isEqualTo(farm.site + ": want 14 (12 for 35 waiting + 2 reserve), have 0 (0 usable + 0 queued),"
                        + " short 14: submit 10, limit: ramp 10.");
        assertThat(run.outcome()).isEqualTo(Outcome.SUBMITTED);
        assertThat(run.cluster()).isEqualTo("1");
        assertThat(run.pilots()).hasSize(10);
        assertThat(run.terms().classes())
                .containsExactly(
                        new PoolDemand("short", 30, 30, null, 3, 10), new PoolDemand("limited", 5, 2, null, 1, 2));
        assertThat(farm.batch.orders()).singleElement().satisfies(it -> {
            assertThat(it.site()).isEqualTo(farm.site);
            assertThat(it.nonces()).hasSize(10).doesNotHaveDuplicates();
            assertThat(it.launch().secret().value()).isEqualTo(server.secret("sites/" + farm.site + ".secret"));
        });
        assertThat(farm.run().sentence())
                .isEqualTo(farm.site + ": want 14 (12 for 35 waiting + 2 reserve), have 10 (0 usable + 10 queued),"
                        + " short 4: submit 4, limit: none.");
        assertThat(farm.run().outcome()).isEqualTo(Outcome.ENOUGH);
    }

    @Test
    void expectsMoreOfAPilotWhenJobsOfTheTypeWereShortAndLessWhenTheirResultsAreUrgent() {
        finishedOnce("quick", 10);
        var farm = PoolFixture.demand(server, 100, 0, 100);
        farm.jobs(60, aJob().ofType("quick")); // 30 in 5 min
        var urgent = PoolFixture.demand(server, 100, 0, 100);
        urgent.jobs(8, aJob().ofType("quick").with("usefulFor", 25)); // 2 in 25 s

        var run = farm.run();
        var hasty = urgent.run();

        assertThat(run.terms().classes()).containsExactly(new PoolDemand("quick", 60, 60, 10.0, 30, 2));
        assertThat(run.sentence()).contains("want 2 (2 for 60 waiting + 0 reserve)");
        assertThat(hasty.terms().classes()).containsExactly(new PoolDemand("quick", 8, 8, 10.0, 2, 4));
    }

    @Test
    void countsPilotsThatAreIdleOrSoonWillBe() {
        finishedOnce("steady", 100);
        var farm = PoolFixture.demand(server, 100, 3, 10);
        var ordered = farm.run().pilots();
        farm.jobs(2, aJob().ofType("steady"));
        farm.register(ordered.get(0)).say(false);
        var soonFree = farm.register(ordered.get(1));
        soonFree.say(false, ScriptedPilot.started(soonFree.claim()));
        givenOut("steady", 80);
        var busy = farm.register(ordered.get(2));
        busy.say(false, ScriptedPilot.started(busy.claim()));

        farm.jobs(1, aJob().ofType("steady"));

        assertThat(farm.run().sentence())
                .isEqualTo(farm.site + ": want 4 (1 waiting + 3 reserve), have 2 (2 usable + 0 queued), short 2:"
                        + " submit 2, limit: none.");
    }

    @Test
    void asksForWhatTheSiteStatesAndCountsNoJobThatAsksForMore() {
        var farm = PoolFixture.of(
                server,
                """
                "mode": "DEMAND", "cap": 100, "cores": 4, "memoryMb": 3000, "tags": ["gpu"]""");
        farm.jobs(3, aJob().ofType("sized").with("timelimit", 1000).with("cores", 4).with("tags", List.of("gpu")));
        farm.jobs(5, aJob().ofType("fat").with("memoryMb", 3001));

        var run = farm.run();

        assertThat(run.terms().classes()).containsExactly(new PoolDemand("sized", 3, 3, null, 1, 3));
        assertThat(farm.batch.orders())
                .extracting(it -> it.launch().capacity())
                .containsExactly(new Capacity(4, 3000, 0, List.of("gpu")));
    }

    @Test
    void saysOnceThatPilotsOfOtherMachinesWillNotFindAServerOnALoopbackAddress() {
        PoolFixture.fixed(server, 1, 1).run();
        var farm = PoolFixture.fixed(server, 2, 1);

        assertThat(farm.run().outcome()).isEqualTo(Outcome.SUBMITTED);
        farm.run();

        var sentence = "Pilots are told to find this server at " + server.url()
                + ", where those on other machines find their own machine. Unless all run on this one, set"
                + " FRESHET_PUBLIC_URL ";
        assertThat(farm.standing().notice()).startsWith(sentence);
        assertThat(server.db()
                        .sql("select message from service_log where service = 'pool' and level = 'WARNING' and message like :said")
                        .param("said", "%" + sentence + "%")
                        .query(String.class)
                        .list())
                .hasSize(1);
        assertThat(server.api().get("/pool/" + farm.site).body()).contains("Pilots are told to find this server");
        var pages = server.another("freshet.public-url=http://freshet.example.org");
        try (pages) {
            assertThat(pages.api().get("/api/v1/pool/" + farm.site).as(PoolStanding.class).notice())
                    .isNull();
        }
    }

    @Test
    void keepsAFixedSize() {
        var farm = PoolFixture.fixed(server, 3, 2);

        assertThat(farm.run().sentence()).isEqualTo(farm.site + ": want 3, have 0, short 3: submit 2, limit: ramp 2.");
        assertThat(farm.run().sentence()).isEqualTo(farm.site + ": want 3, have 2, short 1: submit 1, limit: none.");
        assertThat(farm.run()).satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.ENOUGH);
            assertThat(it.terms().classes()).isEmpty();
        });
        assertThat(farm.batch.slots()).hasSize(3);
    }

    @Test
    void neverExceedsTheCap() {
        var farm = PoolFixture.demand(server, 4, 1, 10);
        farm.jobs(20, aJob().with("timelimit", 1000));

        assertThat(farm.run().sentence())
                .isEqualTo(farm.site + ": want 21 (20 waiting + 1 reserve), have 0 (0 usable + 0 queued), short 21:"
                        + " submit 4, limit: cap 4, 0 not proven gone.");
        assertThat(farm.run()).satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LIMITED);
            assertThat(it.sentence()).endsWith("short 17: submit 0, limit: cap 4, 4 not proven gone.");
        });
    }

    @Test
    void keepsAReserveWithoutJobs() {
        var farm = PoolFixture.demand(server, 10, 3, 10);

        assertThat(farm.run().sentence())
                .isEqualTo(farm.site + ": want 3 (0 waiting + 3 reserve), have 0 (0 usable + 0 queued), short 3:"
                        + " submit 3, limit: none.");
    }

    @Test
    void doesNothingWhenTheBatchSystemCannotBeRead() {
        var farm = PoolFixture.fixed(server, 3, 10);
        farm.run();
        var known = farm.batch.slots();
        farm.batch.forgetAll();
        farm.batch.unreadable(true);

        var run = farm.run();

        assertThat(run.outcome()).isEqualTo(Outcome.UNREADABLE);
        assertThat(run.sentence()).isEqualTo(farm.site + ": unknown, so nothing is done. condor_q gave no answer.");
        assertThat(run.terms()).isNull();
        assertThat(farm.batch.orders()).hasSize(1);
        assertThat(farm.pilots("SUBMITTED")).isEqualTo(3);
        farm.batch.unreadable(false);
        farm.batch.show(known);
        assertThat(farm.run().outcome()).isEqualTo(Outcome.ENOUGH);
    }

    @Test
    void doesNothingWhenAllPilotsAtWorkVanishAtOnce() {
        var farm = PoolFixture.fixed(server, 3, 10);
        farm.run().pilots().forEach(farm::register);
        farm.batch.forgetAll();

        var run = farm.run();

        assertThat(run.outcome()).isEqualTo(Outcome.IMPLAUSIBLE);
        assertThat(run.sentence()).contains("It has the slot of none of 3 pilots that are at work.");
        assertThat(farm.batch.orders()).hasSize(1);
        assertThat(farm.batch.removed()).isEmpty();
        assertThat(farm.pilots("LOST")).isZero();
    }

    @Test
    void countsAnOrderOfUnknownOutcomeInFullUntilItIsSeen() {
        var farm = PoolFixture.fixed(server, 3, 10);
        farm.batch.becomes(Mood.LOSING_THE_ANSWER);
        var lost = farm.run();
        var gotIn = farm.batch.slots();
        farm.batch.forgetAll();

        var early = farm.run();
        farm.batch.show(gotIn);
        var seen = farm.run();

        assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(lost.sentence())
                .endsWith("counts in full until a look at the batch system shows what got in: the command was ended.");
        assertThat(lost.pilots()).hasSize(3);
        assertThat(early.outcome()).isEqualTo(Outcome.ENOUGH);
        assertThat(seen.outcome()).isEqualTo(Outcome.ENOUGH);
        assertThat(farm.batch.orders()).hasSize(1);
        assertThat(batchIds(farm)).containsExactly("1.0", "1.1", "1.2");
    }

    @Test
    void ordersAnewWhatDidNotShowItself() {
        var farm = PoolFixture.fixed(server, 2, 10);
        farm.batch.becomes(Mood.LOSING_THE_ORDER);
        farm.run();
        farm.batch.becomes(Mood.ACCEPTING);
        farm.age(290);
        assertThat(farm.run().outcome()).isEqualTo(Outcome.ENOUGH);
        farm.age(11);

        var run = farm.run();

        assertThat(run.outcome()).isEqualTo(Outcome.SUBMITTED);
        assertThat(run.pilots()).hasSize(2);
        assertThat(farm.pilots("SUBMITTED")).isEqualTo(2);
    }

    @Test
    void takesBackAnOrderThatWasRefused() {
        var farm = PoolFixture.fixed(server, 2, 10);
        farm.batch.becomes(Mood.REFUSING);

        var run = farm.run();

        assertThat(run.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(run.sentence()).endsWith("Not submitted: the queue is closed.");
        assertThat(farm.pilots("SUBMITTED")).isZero();
    }

    @Test
    void pausesTheSiteAfterThreeOrdersWithoutAPilotAndNotAgainOnceResumed() {
        var farm = PoolFixture.fixed(server, 1, 1);
        for (int n = 0; n < 3; n++) {
            assertThat(farm.run().outcome()).isEqualTo(Outcome.SUBMITTED);
            farm.batch.forgetAll();
        }

        var run = farm.run();

        assertThat(run.outcome()).isEqualTo(Outcome.PAUSED_BY_POOL);
        assertThat(run.sentence()).contains("paused by the pool, of the last 3 orders no pilot registered");
        assertThat(farm.view().paused()).isTrue();
        assertThat(farm.view().pausedReason()).isEqualTo("of the last 3 orders no pilot registered");
        assertThat(farm.run()).isEqualTo(run);
        assertThat(farm.batch.orders()).hasSize(3);

        api.post("/api/v1/sites/" + farm.site + "/resume", "{}");
        api.post("/api/v1/sites/" + farm.site + "/pause", "{\"reason\": \"lunch\"}");
        assertThat(farm.run().sentence()).isEqualTo(farm.site + ": paused, no pilots are submitted.");
        api.post("/api/v1/sites/" + farm.site + "/resume", "{}");

        assertThat(farm.run().outcome()).isIn(Outcome.SUBMITTED, Outcome.LIMITED);
        assertThat(farm.run().outcome()).isNotEqualTo(Outcome.PAUSED);
        assertThat(farm.view().paused()).isFalse();
    }

    @Test
    void doesNotPauseASiteWhoseOrdersWaitInTheQueueButForOneSlotEach() {
        var farm = PoolFixture.fixed(server, 6, 2);
        var queued = new ArrayList<Slot>();
        for (int n = 0; n < 3; n++) {
            assertThat(farm.run().outcome()).isIn(Outcome.SUBMITTED, Outcome.LIMITED);
            queued.add(farm.batch.slots().getLast());
            farm.batch.forgetAll();
            farm.batch.show(queued);
        }

        assertThat(farm.run().outcome()).isNotEqualTo(Outcome.PAUSED);
        assertThat(farm.view().paused()).isFalse();
    }

    @Test
    void changesNothingInADryRun() {
        var farm = PoolFixture.demand(server, 10, 0, 4);
        farm.jobs(6, aJob().with("timelimit", 1000));
        var counts = new TableCounts(server);
        var before = counts.now();

        var run = farm.host.tryOut(farm.site, farm.batch);

        assertThat(run.outcome()).isEqualTo(Outcome.DRY_RUN);
        assertThat(run.sentence())
                .isEqualTo(farm.site + ": want 6 (6 waiting + 0 reserve), have 0 (0 usable + 0 queued), short 6:"
                        + " submit 4, limit: ramp 4. A dry run: nothing was submitted.");
        assertThat(run.terms().submit()).isEqualTo(4);
        assertThat(counts.now()).isEqualTo(before);
        assertThat(farm.batch.orders()).isEmpty();
        assertThat(api.get("/api/v1/pool/" + farm.site).status()).isEqualTo(404);
    }

    @Test
    void writesEveryTermIntoTheLedgerAndShowsTheStanding() {
        var farm = PoolFixture.demand(server, 10, 0, 4);
        farm.jobs(6, aJob().ofType("ledger").with("timelimit", 1000));

        var run = farm.run();

        var entry = ServiceLogEntry.latest(server, "pool");
        assertThat(entry.message()).isEqualTo(run.sentence());
        assertThat(entry.level()).isEqualTo("INFO");
        assertThat(Api.JSON.treeToValue(entry.data(), PoolRun.class)).isEqualTo(run);
        assertThat(farm.standing()).satisfies(it -> {
            assertThat(it.run()).isEqualTo(run);
            assertThat(it.by()).isEqualTo("user " + System.getProperty("user.name") + " from submit.example");
        });
        assertThat(api.get("/api/v1/pool").body()).contains(farm.site);
    }

    @Test
    void marksARunThatNeedsAPersonAsAWarning() {
        var farm = PoolFixture.fixed(server, 1, 1);
        farm.batch.unreadable(true);

        farm.run();

        assertThat(ServiceLogEntry.latest(server, "pool").level()).isEqualTo("WARNING");
    }

    @Test
    void saysHowAPilotEndedThatNeverStarted() {
        var farm = PoolFixture.fixed(server, 1, 1);
        PilotId pilot = farm.run().pilots().getFirst();
        farm.batch.forgetAll();

        farm.run();

        assertThat(api.get("/api/v1/pilots/" + pilot).body()).contains("never started: exit code 2 of 1.0");
    }

    @Test
    void endsTheSlotOfAPilotThatWasKilledBeforeItStarted() {
        var farm = PoolFixture.fixed(server, 1, 1);
        var pilot = farm.run().pilots().getFirst();
        api.post("/api/v1/pilots/" + pilot + "/kill", "{}");

        farm.run();

        assertThat(farm.batch.removed()).containsExactly(new BatchId("1.0"));
    }

    private static List<String> batchIds(PoolFixture farm) {
        return server.db()
                .sql("select batch_id from pilot where site = :site order by batch_id")
                .param("site", farm.site)
                .query(String.class)
                .list();
    }

    private static void limit(String type, int limit) {
        api.post("/api/v1/jobtypes/" + type + "/limit", "{\"limit\": " + limit + ", \"create\": true}");
    }

    /** A job of the type that took so long. */
    private static void finishedOnce(String type, int seconds) {
        api.submit(aJob().ofType(type).with("site", "local"));
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, ScriptedPilot.finished(pilot.claim()));
        server.db()
                .sql("""
                update attempt set ended_at = now(), started_at = now() - make_interval(secs => :seconds),
                  dispatched_at = now() - make_interval(secs => :seconds)
                where jobtype = :type
                """)
                .param("seconds", (double) seconds)
                .param("type", type)
                .update();
    }

    /** The attempts of the type that run were given out so long ago. */
    private static void givenOut(String type, int seconds) {
        server.db()
                .sql("""
                update attempt set started_at = now() - make_interval(secs => :seconds),
                  dispatched_at = now() - make_interval(secs => :seconds)
                where jobtype = :type and live
                """)
                .param("seconds", (double) seconds)
                .param("type", type)
                .update();
    }
}
