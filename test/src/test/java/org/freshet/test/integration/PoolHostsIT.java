package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchTask;
import org.freshet.batch.PoolStep;
import org.freshet.batch.Slot;
import org.freshet.batch.View;
import org.freshet.protocol.PoolDemand;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.Role;
import org.freshet.test.support.Api;
import org.freshet.test.support.Person;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.SubmitHost;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Submit hosts: several at once, those that go away, those that may not, and those that answer nonsense. */
class PoolHostsIT {

    private static final BatchAnswer NOTHING = new BatchAnswer.Looked(new View.Seen(Instant.now(), List.of()));

    private static TestServer server;
    private static TestServer other;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pool.submit-host-patience=4s");
        other = server.another();
        api = server.api();
    }

    @AfterAll
    static void stop() {
        other.close();
        server.close();
    }

    @Test
    void letsOneCalculateAtATime() {
        var farm = PoolFixture.fixed(server, 2, 10);
        var first = farm.host.begin(farm.site, false);

        var second = farm.host.tryToBegin(farm.site, false);

        assertThat(first.task()).isEqualTo(new BatchTask.Look(farm.site));
        assertThat(first.installation()).isNotBlank();
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem().detail()).contains("The pool of " + farm.site + " is being calculated");
        assertThat(second.problem().type()).isEqualTo("/problems/pool-in-other-hands");
        assertThat(farm.host
                        .answer(farm.site, first, NOTHING)
                        .as(PoolStep.class)
                        .task())
                .isInstanceOf(BatchTask.Submit.class);
    }

    @Test
    void letsOneCalculateAtATimeWhateverServerIsAsked() {
        var farm = PoolFixture.fixed(server, 2, 10);
        farm.host.begin(farm.site, false);

        var second = ofTheOther().tryToBegin(farm.site, false);

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem().detail())
                .contains("is being calculated by user " + System.getProperty("user.name")
                        + " from submit.example. Nothing was done now");
    }

    @Test
    void takesATurnOverThatIsOverAndSubmitsNothingForTheOneWhoHadIt() {
        var farm = PoolFixture.fixed(server, 2, 10);
        var slow = farm.host.begin(farm.site, false);
        server.db()
                .sql("update pool_site set held_until = now() - interval '1 s' where site = :site")
                .param("site", farm.site)
                .update();

        var next = ofTheOther().begin(farm.site, false);
        var end = farm.host.answer(farm.site, slow, NOTHING).as(PoolStep.class);

        assertThat(next.task()).isEqualTo(new BatchTask.Look(farm.site));
        assertThat(end.result()).satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.LIMITED);
            assertThat(it.sentence()).endsWith("Not submitted: it took so long that others took over.");
            assertThat(it.pilots()).isEmpty();
        });
        assertThat(farm.pilots("SUBMITTED")).isZero();
    }

    @Test
    void submitsNothingWithoutTheSecretOfTheSite() {
        var farm = PoolFixture.fixed(server, 1, 1);
        var run = ofTheOther().run(farm.site, farm.batch);

        assertThat(run.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(run.sentence()).endsWith("Not submitted: this server does not have the secret of the site.");
        assertThat(farm.batch.orders()).isEmpty();
    }

    @Test
    void waitsForAHostThatNeverAnswersOnlySoLong() {
        var farm = PoolFixture.fixed(server, 2, 10);
        var step = farm.host.begin(farm.site, false);

        Awaitility.await().until(() -> isCalculated(farm));
        var late = farm.host.answer(farm.site, step, NOTHING);

        assertThat(farm.standing().run()).satisfies(it -> {
            assertThat(it.outcome()).isEqualTo(Outcome.UNREADABLE);
            assertThat(it.sentence()).contains("The submit host submit.example did not answer within 4 s");
        });
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.problem().detail()).contains("What was submitted is found by the next calculation.");
        assertThat(farm.run().outcome()).isEqualTo(Outcome.SUBMITTED);
    }

    @Test
    void countsWhatAHostWasToSubmitThatWentAwayThen() {
        var farm = PoolFixture.fixed(server, 2, 10);
        var look = farm.host.begin(farm.site, false);
        var submit = farm.host.answer(farm.site, look, NOTHING).as(PoolStep.class);

        Awaitility.await().until(() -> isCalculated(farm));

        assertThat(submit.task())
                .isInstanceOfSatisfying(
                        BatchTask.Submit.class,
                        it -> assertThat(it.order().nonces()).hasSize(2));
        assertThat(farm.standing().run().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(farm.run().outcome()).isEqualTo(Outcome.ENOUGH);
    }

    @Test
    void takesASlotThatIsHeldForNoKnownReason() {
        var farm = PoolFixture.fixed(server, 1, 1);
        farm.run();
        var slot = farm.batch.slots().getFirst();
        var held = new Slot(
                slot.batchId(), slot.orderId(), slot.nonce(), Slot.State.HELD, slot.since(), slot.since(), null);

        var run = farm.host.run(
                farm.site, false, _ -> new BatchAnswer.Looked(new View.Seen(Instant.now(), List.of(held))));

        assertThat(run.terms()).satisfies(it -> assertThat(it.held()).isEqualTo(1));
        assertThat(run.sentence()).endsWith("1 held.");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"VIEWER", "SUBMITTER"})
    void refusesWhoIsNoOperator(Role role) {
        var farm = PoolFixture.fixed(server, 1, 1);
        var person = Person.with(server, role);

        var answer = new SubmitHost(person.api()).tryToBegin(farm.site, false);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem().detail()).startsWith("This needs the role OPERATOR");
        assertThat(person.api().get("/api/v1/pool").status()).isEqualTo(200);
    }

    @Test
    void letsAnOperatorCalculate() {
        var farm = PoolFixture.fixed(server, 1, 1);
        var person = Person.with(server, Role.OPERATOR);

        assertThat(new SubmitHost(person.api()).run(farm.site, farm.batch).outcome())
                .isEqualTo(Outcome.SUBMITTED);
        assertThat(farm.standing().by()).isEqualTo("user " + person.name() + " from submit.example");
    }

    @Test
    void saysInTheLedgerWhoAskedForAnOrder() {
        var farm = PoolFixture.fixed(server, 2, 1);
        var person = Person.with(server, Role.OPERATOR);
        new SubmitHost(person.api()).run(farm.site, farm.batch);
        var first = ServiceLogEntry.latest(server, "pool");

        farm.run();

        assertThat(first.data().path("by").asString()).isEqualTo("user " + person.name() + " from submit.example");
        assertThat(first.data().path("pilots")).hasSize(1);
        assertThat(farm.standing().run().by())
                .isNotEqualTo(first.data().path("by").asString());
    }

    @Test
    void writesIntoTheAuditWhoseHostWasGivenTheSecretOfASiteOnce() {
        var farm = PoolFixture.fixed(server, 5, 1);
        var mara = Person.with(server, Role.OPERATOR);
        var host = new SubmitHost(mara.api());

        host.tryOut(farm.site, farm.batch);
        assertThat(handovers(farm)).isEmpty();
        host.run(farm.site, farm.batch);
        host.run(farm.site, farm.batch);
        farm.run();
        var given = handovers(farm);
        api.post("/api/v1/sites/" + farm.site + "/secret", "{}");
        host.run(farm.site, farm.batch);

        assertThat(given).hasSize(2).allSatisfy(it -> {
            assertThat(it.path("reason").asString())
                    .isEqualTo("its secret was given to the submit host submit.example");
            assertThat(it.path("name").asString()).isEqualTo(farm.site);
            assertThat(it.path("origin").asString()).matches("[0-9a-f.:]+ (token [0-9]+|login)");
        });
        assertThat(given.getLast().path("actor").asString()).isEqualTo("user " + mara.name());
        assertThat(handovers(farm)).hasSize(3);
    }

    private static List<JsonNode> handovers(PoolFixture farm) {
        return Api.JSON
                .readTree(api.get("/api/v1/audit?entity=site").body())
                .path("items")
                .valueStream()
                .filter(it -> it.path("name").asString().equals(farm.site))
                .filter(it -> it.path("reason").asString("").contains("its secret was given"))
                .toList();
    }

    @Test
    void remembersWhatPilotsOfferWhenTheSecretIsGivenToAnotherHost() {
        var farm = PoolFixture.demand(server, 10, 1, 1);
        farm.register(farm.run().pilots().getFirst()).say(false);
        farm.jobs(3, aJob().ofType("fits"));
        new SubmitHost(Person.with(server, Role.OPERATOR).api()).run(farm.site, farm.batch);

        farm.jobs(5, aJob().ofType("fat").with("memoryMb", PoolFixture.OFFER.memoryMb() + 1));

        assertThat(farm.run().terms().classes()).extracting(PoolDemand::jobtype).containsExactly("fits");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"dryRun": false}                                  | host
            {"host": null, "dryRun": false}                    | host
            {"host": " ", "dryRun": false}                     | host
            {"host": "a\\u0001b", "dryRun": false}             | host
            {"host": "a\\u0000b", "dryRun": false}             | host
            {"host": "submit.example"}                         | dryRun
            {"host": "submit.example", "dryRun": "perhaps"}    | dryRun
            {"host": "submit.example", "dryRun": 1, "x": 1}    | x
            """)
    void refusesABeginningThatIsNone(String body, String field) {
        var farm = PoolFixture.fixed(server, 1, 1);

        isRefused(api.post("/api/v1/pool/" + farm.site + "/runs", body), field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                                     | did
            {"did": "dance"}                                                                       | did
            {"did": "look"}                                                                        | view
            {"did": "look", "view": {}}                                                            | view.is
            {"did": "look", "view": null}                                                          | view
            {"did": "look", "view": {"is": "guessed"}}                                             | view.is
            {"did": "look", "view": {"is": "seen"}}                                                | view
            {"did": "look", "view": {"is": "seen", "at": "noon", "slots": []}}                     | view.at
            {"did": "look", "view": {"is": "seen", "at": "2026-11-20T10:00:00Z", "slots": null}}   | view.slots
            {"did": "look", "view": {"is": "seen", "at": "2026-11-20T10:00:00Z", "slots": [null]}} | view.slots
            {"did": "look", "view": {"is": "seen", "at": "2026-11-20T10:00:00Z", "slots": [{}]}}   | view.slots
            {"did": "look", "view": {"is": "unreadable"}}                                          | view
            {"did": "look", "view": {"is": "unreadable", "sentence": "\\u0000"}}                   | view.sentence
            {"did": "submit", "submission": {"is": "accepted", "placed": [{"nonce": "x"}]}}        | submission.placed
            {"did": "submit", "submission": {"is": "refused"}}                                     | submission
            {"did": "ending", "sentence": null}                                                    | sentence
            """)
    void refusesAnAnswerThatIsNoneAndWaitsForABetterOne(String body, String field) {
        var farm = PoolFixture.fixed(server, 1, 1);
        var step = farm.host.begin(farm.site, false);

        isRefused(api.post("/api/v1/pool/" + farm.site + "/runs/" + step.run(), body), field);

        assertThat(farm.host.answer(farm.site, step, NOTHING).as(PoolStep.class).task())
                .isInstanceOf(BatchTask.Submit.class);
    }

    private static void isRefused(Api.Answer answer, String field) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().errors())
                .as(answer.body())
                .anySatisfy(it -> assertThat(it.field()).startsWith(field));
    }

    @Test
    void knowsNoOtherSitesAndCalculations() {
        var farm = PoolFixture.fixed(server, 1, 1);
        var step = farm.host.begin(farm.site, false);
        api.post("/api/v1/sites", "{\"name\": \"byhand\", \"batch\": \"NONE\"}");

        assertThat(farm.host.tryToBegin("byhnd", false)).satisfies(it -> {
            assertThat(it.status()).isEqualTo(404);
            assertThat(it.problem().detail()).contains("byhand");
        });
        assertThat(farm.host.tryToBegin("byhand", false)).satisfies(it -> {
            assertThat(it.status()).isEqualTo(409);
            assertThat(it.problem().detail()).contains("freshet site set byhand batch=htcondor");
        });
        assertThat(farm.host.tryToBegin("local", false)).satisfies(it -> {
            assertThat(it.status()).isEqualTo(409);
            assertThat(it.problem().detail()).contains("the pool of this server is switched off");
            assertThat(it.problem().type()).isEqualTo("about:blank");
        });
        assertThat(farm.host.answer("byhand", step, NOTHING).status()).isEqualTo(404);
        assertThat(api.post("/api/v1/pool/" + farm.site + "/runs/7", "{\"did\": \"ending\", \"sentence\": \"\"}")
                        .status())
                .isIn(400, 404);
        assertThat(api.get("/api/v1/pool/nosuch").status()).isEqualTo(404);
    }

    @Test
    void takesAnAnswerOnceAndNoneOfAnotherKind() {
        var farm = PoolFixture.fixed(server, 1, 1);
        var step = farm.host.begin(farm.site, false);

        var end =
                farm.host.answer(farm.site, step, new BatchAnswer.Ended("well")).as(PoolStep.class);
        var again = farm.host.answer(farm.site, step, NOTHING);

        assertThat(end.result()).satisfies(it -> assertThat(it.outcome()).isEqualTo(Outcome.UNREADABLE));
        assertThat(again.status()).isEqualTo(404);
    }

    @Test
    void listsSitesPageByPage() {
        var first = PoolFixture.fixed(server, 1, 1);
        var second = PoolFixture.fixed(server, 1, 1);
        first.run();
        second.run();

        var page = api.get("/api/v1/pool?limit=1");
        var next = Api.JSON.readTree(page.body()).path("next").asString();

        assertThat(next).isNotEmpty();
        assertThat(api.get("/api/v1/pool?limit=1000&after=" + next).body())
                .contains("\"" + second.site + "\"")
                .doesNotContain("\"" + next + "\"");
        assertThat(api.get("/api/v1/pool?colour=red").status()).isEqualTo(400);
    }

    @Test
    void takesNoSlotThatWaitedForTooLongForAFailedStart() {
        try (var impatient = server.another("freshet.pool.rules.queued-for=30m")) {
            var farm = PoolFixture.fixed(impatient, 1, 1);
            for (int n = 0; n < 3; n++) {
                assertThat(farm.run().outcome()).isEqualTo(Outcome.SUBMITTED);
                farm.batch.forgetAll();
                server.db()
                        .sql(
                                "update pilot set ended_at = submitted_at + interval '31 min' where site = :site and ended_at is not null")
                        .param("site", farm.site)
                        .update();
            }

            assertThat(farm.run().outcome()).isNotEqualTo(Outcome.PAUSED_BY_POOL);
            assertThat(farm.view().paused()).isFalse();
        }
    }

    @Test
    void doesNotMindIdsThatAreNoneOfItsOwn() {
        var farm = PoolFixture.fixed(server, 1, 1);
        var stranger = new Slot(
                new BatchId("77.0"),
                "20200101-000000-000000",
                "nobody",
                Slot.State.RUNNING,
                Instant.now(),
                Instant.now(),
                null);

        var run = farm.host.run(
                farm.site,
                false,
                task -> task instanceof BatchTask.Look
                        ? new BatchAnswer.Looked(new View.Seen(Instant.now(), List.of(stranger)))
                        : task.doWith(farm.batch));

        assertThat(run.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(run.terms()).satisfies(it -> assertThat(it.total()).isEqualTo(1));
    }

    /** A submit host that asks another server on the same database; the account is the same. */
    private static SubmitHost ofTheOther() {
        return new SubmitHost(new Api(other.url(), server.secret("admin.token")));
    }

    private static boolean isCalculated(PoolFixture farm) {
        return api.get("/api/v1/pool/" + farm.site).status() == 200;
    }
}
