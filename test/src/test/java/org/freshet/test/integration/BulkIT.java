package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.started;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.BulkJobView;
import org.freshet.protocol.BulkJobView.Outcome;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.Submitted;
import org.freshet.server.bulk.BulkWork;
import org.freshet.server.bulk.Bulks;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.JobText;
import org.freshet.test.support.Person;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** Changes of many jobs by the API: what was previewed is what is done, each job once, and the sums agree. */
class BulkIT {

    private static final AtomicInteger TYPES = new AtomicInteger();

    private static TestServer server;
    private static Api api;
    private static Person operator;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s", "freshet.api.requests-per-second=0");
        api = server.api();
        operator = Person.with(server, Role.OPERATOR);
        // The first sweep after a start lets all leases begin anew.
        server.part(LostPilots.class).sweep();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A type that no other test has. */
    private static String aType() {
        return "bulk" + TYPES.incrementAndGet();
    }

    private static JobText held(String type) {
        return aJob().ofType(type).with("state", "template");
    }

    private static List<JobId> submit(Api as, JobText job, int count) {
        return as.submit(job.times(count)).items().stream()
                .map(Submitted.Item::id)
                .toList();
    }

    private static BulkView preview(Api as, String body) {
        var answer = as.post("/api/v1/bulks", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(BulkView.class);
    }

    private static BulkView preview(String action, String type) {
        return preview(operator.api(), "{\"action\": \"%s\", \"filter\": {\"type\": \"%s\"}}".formatted(action, type));
    }

    private static BulkView confirm(Api as, BulkView bulk) {
        var answer = as.post("/api/v1/bulks/" + bulk.id() + "/confirm", "{\"reason\": \"the beam is back\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(BulkView.class);
    }

    private static BulkView confirm(BulkView bulk) {
        return confirm(operator.api(), bulk);
    }

    private static BulkView undo(BulkView bulk) {
        var answer = operator.api().post("/api/v1/bulks/" + bulk.id() + "/undo", "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.as(BulkView.class);
    }

    private static List<BulkJobView> jobs(BulkView bulk) {
        var body = api.get("/api/v1/bulks/" + bulk.id() + "/jobs?limit=1000").body();
        return Api.JSON
                .readValue(body, new TypeReference<Page<BulkJobView>>() {})
                .items();
    }

    private static JobState state(JobId job) {
        return api.job(job).job().state();
    }

    private static boolean queued(JobId job) {
        return server.db()
                        .sql("select count(*) from ready where job_id = :job")
                        .param("job", job.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static void assertThatItAddsUp(BulkView bulk) {
        assertThat(bulk.open() + bulk.done() + bulk.refused()).isEqualTo(bulk.jobs());
    }

    @Test
    void doesItToTheJobsOfThePreviewAndToNoOthers() {
        var type = aType();
        var wanted = submit(api, held(type), 5);

        var preview = preview("RELEASE", type);
        var later = api.submit(held(type));
        var done = confirm(preview);

        assertThat(preview)
                .returns(Phase.PREVIEW, BulkView::phase)
                .returns(5L, BulkView::open)
                .returns("type=" + type, BulkView::filter);
        assertThat(done).returns(Phase.DONE, BulkView::phase).returns(5L, BulkView::done);
        assertThatItAddsUp(done);
        assertThat(wanted).allSatisfy(it -> {
            assertThat(state(it)).isEqualTo(JobState.DEFINED);
            assertThat(queued(it)).isTrue();
        });
        assertThat(state(later)).isEqualTo(JobState.TEMPLATE);
    }

    @Test
    void tellsEachJobsHistoryAndTheAuditOnce() {
        var type = aType();
        var wanted = submit(api, held(type), 3);

        var done = confirm(preview("CANCEL", type));

        assertThat(api.job(wanted.getFirst()).history().getLast())
                .returns("user " + operator.name(), it -> it.actor())
                .returns("the beam is back (bulk " + done.id() + ")", it -> it.reason());
        var audit = audit("?user=" + operator.name());
        assertThat(audit).noneMatch(it -> it.entity().equals("job"));
        assertThat(audit)
                .filteredOn(it -> it.entity().equals("bulk") && it.id() == done.id())
                .singleElement()
                .satisfies(it ->
                        assertThat(it.reason()).isEqualTo("cancel of 3 jobs (type=" + type + "): the beam is back"));
        assertThat(audit("?entity=job&id=" + wanted.getFirst()))
                .anyMatch(it -> ("bulk " + done.id()).equals(it.origin()));
    }

    private static List<AuditEntry> audit(String query) {
        var body = operator.api().get("/api/v1/audit" + query).body();
        return Api.JSON
                .readValue(body, new TypeReference<Page<AuditEntry>>() {})
                .items();
    }

    @Test
    void saysAtThePreviewWhatCannotBeHitAndWhy() {
        var type = aType();
        submit(api, held(type), 2);
        api.submit(aJob().ofType(type));
        api.change(api.submit(held(type)), "cancel");

        var preview = preview("HOLD", type);
        var done = confirm(preview);

        assertThat(preview)
                .returns(4L, BulkView::jobs)
                .returns(1L, BulkView::open)
                .returns(3L, BulkView::refused);
        assertThat(preview.refusals())
                .extracting(it -> it.jobs() + " " + it.why() + " " + it.tooLate())
                .containsExactly("2 it is TEMPLATE false", "1 it is CANCELLED false");
        assertThat(done).returns(1L, BulkView::done).returns(3L, BulkView::refused);
    }

    @Test
    void saysWhatWasNotPossibleAnyMore() {
        var type = aType();
        var jobs = submit(api, held(type), 3);
        var preview = preview("RELEASE", type);
        api.change(jobs.get(1), "cancel");
        server.db()
                .sql("delete from job where id = :id")
                .param("id", jobs.get(2).value())
                .update();

        var done = confirm(preview);

        assertThat(done).returns(1L, BulkView::done).returns(2L, BulkView::refused);
        assertThat(jobs(done))
                .extracting(BulkJobView::job, BulkJobView::outcome, BulkJobView::why)
                .containsExactly(
                        tuple(jobs.get(2), Outcome.TOO_LATE, "it does not exist any more"),
                        tuple(jobs.get(1), Outcome.TOO_LATE, "it is CANCELLED now"),
                        tuple(jobs.get(0), Outcome.DONE, null));
    }

    @Test
    void takesJobsByTheirIdsAndNamesThoseThatAreNone() {
        var jobs = submit(api, held(aType()), 2);

        var preview = preview(
                operator.api(),
                "{\"action\": \"CANCEL\", \"ids\": [%s, %s, 99999999]}".formatted(jobs.get(0), jobs.get(1)));

        assertThat(preview)
                .returns(2L, BulkView::open)
                .returns(1L, BulkView::refused)
                .returns(null, BulkView::filter);
        assertThat(preview.refusals()).singleElement().returns("it does not exist", BulkView.Refusal::why);
    }

    @Test
    void givesEachJobThePriorityBackThatItHadUnlessSomebodyChangedItSince() {
        var type = aType();
        var one = api.submit(held(type).with("priority", 3));
        var other = api.submit(aJob().ofType(type).with("priority", -4));
        var third = api.submit(aJob().ofType(type).with("priority", 9));
        var preview = preview(
                operator.api(),
                "{\"action\": \"PRIORITY\", \"priority\": 9, \"filter\": {\"type\": \"%s\"}}".formatted(type));

        var done = confirm(preview);
        var before = List.of(priority(one), priority(other));
        api.post("/api/v1/jobs/" + other + "/priority", "{\"priority\": 7}");
        var undone = undo(done);

        assertThat(preview.refusals()).singleElement().returns("it has this priority", BulkView.Refusal::why);
        assertThat(done).returns(2L, BulkView::done).returns(2L, BulkView::undo);
        assertThat(before).containsExactly(9, 9);
        assertThat(List.of(priority(one), priority(other), priority(third))).containsExactly(3, 7, 9);
        assertThat(undone).returns(1L, BulkView::done).returns(1L, BulkView::refused);
        assertThat(undone.refusals())
                .singleElement()
                .returns("its priority was changed to 7 since", BulkView.Refusal::why);
        assertThat(server.db()
                        .sql("select count(*) from ready r join job j on j.id = r.job_id where r.priority <>"
                                + " j.priority")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static int priority(JobId job) {
        return api.job(job).job().priority();
    }

    @ParameterizedTest
    @CsvSource({
        "HOLD, defined, DEFINED",
        "RELEASE, template, TEMPLATE",
        "CANCEL, defined, DEFINED",
        "CANCEL, template, TEMPLATE"
    })
    void takesBackWhatCanBeTakenBack(String action, String submitted, JobState again) {
        var type = aType();
        var job = api.submit(aJob().ofType(type).with("state", submitted));

        var undone = undo(confirm(preview(action, type)));

        assertThat(undone).returns(1L, BulkView::done).returns(Phase.DONE, BulkView::phase);
        assertThat(state(job)).isEqualTo(again);
        assertThat(queued(job)).isEqualTo(again == JobState.DEFINED);
    }

    @Test
    void doesNotPretendToTakeBackWhatRan() {
        var type = aType();
        var running = api.submit(aJob().ofType(type).with("priority", 500));
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, started(pilot.claim()));
        var waiting = api.submit(aJob().ofType(type));

        var done = confirm(preview("CANCEL", type));
        var undone = undo(done);

        assertThat(done).returns(2L, BulkView::done).returns(1L, BulkView::undo);
        assertThat(undone).returns(1L, BulkView::jobs).returns(1L, BulkView::done);
        assertThat(state(running)).isEqualTo(JobState.CANCELLED);
        assertThat(state(waiting)).isEqualTo(JobState.DEFINED);
    }

    @Test
    void takesARetryBackOfWhatHasNotStartedSince() {
        var type = aType();
        var jobs = submit(api, aJob().ofType(type).with("priority", 500), 2);
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, failed(pilot.claim(), 65));
        pilot.say(false, failed(pilot.claim(), 65));
        var done = confirm(preview("RETRY", type));
        assertThat(jobs).allSatisfy(job -> assertThat(state(job)).isEqualTo(JobState.DEFINED));
        var begun = pilot.claim();

        var undone = undo(done);

        assertThat(done).returns(2L, BulkView::done).returns(2L, BulkView::undo);
        assertThat(undone).returns(1L, BulkView::done).returns(1L, BulkView::refused);
        assertThat(jobs.stream().map(BulkIT::state)).containsExactlyInAnyOrder(JobState.DISPATCHED, JobState.CANCELLED);
        pilot.say(false, failed(begun, 65));
    }

    @Test
    void doesNothingTwice() {
        var type = aType();
        submit(api, held(type), 1);
        var preview = preview("CANCEL", type);
        var done = confirm(preview);

        var again = operator.api().post("/api/v1/bulks/" + preview.id() + "/confirm", "{\"reason\": \"again\"}");
        undo(done);
        var undoneAgain = operator.api().post("/api/v1/bulks/" + done.id() + "/undo", "{}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem().detail()).contains("was confirmed before");
        assertThat(undoneAgain.status()).isEqualTo(409);
        assertThat(undoneAgain.problem().detail()).contains("was taken back before");
    }

    @Test
    void takesNothingBackWhenItIsTooLate() {
        var type = aType();
        submit(api, aJob().ofType(type), 1);
        var done = confirm(preview("HOLD", type));
        server.db()
                .sql("update bulk set ended_at = ended_at - interval '31 s' where id = :id")
                .param("id", done.id())
                .update();

        var undo = operator.api().post("/api/v1/bulks/" + done.id() + "/undo", "{}");

        assertThat(undo.status()).isEqualTo(409);
        assertThat(undo.problem().detail()).contains("ended more than 30 s ago");
        assertThat(api.get("/api/v1/bulks/" + done.id()).as(BulkView.class).undo())
                .isZero();
    }

    @Test
    void forgetsAPreviewThatNobodyConfirms() {
        var type = aType();
        submit(api, held(type), 1);
        var preview = preview("CANCEL", type);
        server.db()
                .sql("update bulk set created_at = created_at - interval '16 min' where id = :id")
                .param("id", preview.id())
                .update();

        var late = operator.api().post("/api/v1/bulks/" + preview.id() + "/confirm", "{\"reason\": \"late\"}");
        server.part(BulkWork.class).forget();

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem().detail()).contains("too old");
        assertThat(api.get("/api/v1/bulks/" + preview.id()).status()).isEqualTo(404);
    }

    @Test
    void leavesTheJobsOfOthersToThemAndToOperators() {
        var type = aType();
        var mara = Person.with(server, Role.SUBMITTER);
        var own = submit(mara.api(), held(type), 1).getFirst();
        var other = submit(api, held(type), 1).getFirst();
        var owner = api.job(other).job().user();

        var preview = preview(mara.api(), "{\"action\": \"CANCEL\", \"filter\": {\"type\": \"%s\"}}".formatted(type));
        var byAnother = operator.api().post("/api/v1/bulks/" + preview.id() + "/confirm", "{\"reason\": \"mine\"}");
        var done = confirm(mara.api(), preview);
        var undoBySomebody =
                Person.with(server, Role.SUBMITTER).api().post("/api/v1/bulks/" + done.id() + "/undo", "{}");

        assertThat(preview.refusals()).singleElement().returns("it belongs to " + owner, BulkView.Refusal::why);
        assertThat(byAnother.status()).isEqualTo(403);
        assertThat(done).returns(1L, BulkView::done);
        assertThat(state(own)).isEqualTo(JobState.CANCELLED);
        assertThat(state(other)).isEqualTo(JobState.TEMPLATE);
        assertThat(undoBySomebody.status()).isEqualTo(403);
        assertThat(undoBySomebody.problem().detail()).contains("needs the role OPERATOR");
    }

    @Test
    void letsTheParentsOfAWorkflowsJobHaveASay() {
        var flows = new Flows(server);
        var workflow = flows.start("bulkchain", DagSketch.of("one>two"), "\"priority\": -900");
        var two = flows.job(workflow, "two");

        var done = confirm(preview(
                operator.api(), "{\"action\": \"RELEASE\", \"filter\": {\"workflow\": \"%s\"}}".formatted(workflow)));

        assertThat(state(two)).isEqualTo(JobState.TEMPLATE);
        assertThatItAddsUp(done);
        assertThat(done.refusals())
                .filteredOn(BulkView.Refusal::tooLate)
                .singleElement()
                .satisfies(it -> assertThat(it.why()).contains("waits in workflow " + workflow));
        confirm(preview(
                operator.api(), "{\"action\": \"CANCEL\", \"filter\": {\"workflow\": \"%s\"}}".formatted(workflow)));
        assertThat(flows.contradictions()).isEmpty();
    }

    @Test
    void leavesWhatOthersHoldAtTheMomentAndComesAgain() throws SQLException {
        var type = aType();
        var jobs = submit(api, aJob().ofType(type), 2);
        var preview = preview("HOLD", type);
        BulkView meanwhile;
        var database = server.database();
        try (var other = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from ready where job_id = " + jobs.get(0) + " for update");

            meanwhile = confirm(preview);

            other.rollback();
        }
        server.part(BulkWork.class).sweep();

        assertThat(meanwhile)
                .returns(Phase.RUNNING, BulkView::phase)
                .returns(1L, BulkView::done)
                .returns(1L, BulkView::open);
        assertThat(api.get("/api/v1/bulks/" + preview.id()).as(BulkView.class))
                .returns(Phase.DONE, BulkView::phase)
                .returns(2L, BulkView::done);
    }

    @Test
    void givesUpAJobWhoseChangeFailsAndGoesOnWithAllOthers() {
        var type = aType();
        var jobs = submit(api, held(type), 3);
        var other = aType();
        submit(api, held(other), 2);
        var poisoned = preview("CANCEL", type);
        var later = preview("CANCEL", other);
        var poison = "check (state <> 'CANCELLED' or id <> %s) not valid".formatted(jobs.get(1));
        server.db().sql("alter table job add constraint poisoned " + poison).update();
        try {
            var first = confirm(poisoned);
            server.part(Bulks.class).confirm(later.id(), "later", new Bulks.Person(operator.name(), true));
            server.part(BulkWork.class).sweep();

            assertThat(first)
                    .returns(Phase.RUNNING, BulkView::phase)
                    .returns(2L, BulkView::done)
                    .returns(1L, BulkView::open);
        } finally {
            server.db().sql("alter table job drop constraint poisoned").update();
        }

        assertThat(api.get("/api/v1/bulks/" + later.id()).as(BulkView.class))
                .returns(Phase.DONE, BulkView::phase)
                .returns(2L, BulkView::done);
        var done = api.get("/api/v1/bulks/" + poisoned.id()).as(BulkView.class);
        assertThat(done).returns(Phase.DONE, BulkView::phase).returns(2L, BulkView::done);
        assertThat(done.refusals())
                .singleElement()
                .satisfies(it -> assertThat(it.why())
                        .startsWith("it could not be changed: ")
                        .contains("poisoned"));
        assertThat(jobs.stream().map(BulkIT::state))
                .containsExactly(JobState.CANCELLED, JobState.TEMPLATE, JobState.CANCELLED);
    }

    @Test
    void isWorkedOffByTwoServersAtOnceEachJobOnce() throws InterruptedException {
        var type = aType();
        var count = 2_600;
        submit(api, held(type), count);
        var bulk = preview("RELEASE", type);
        server.part(Bulks.class).confirm(bulk.id(), "both", new Bulks.Person(operator.name(), true));

        try (var second = server.another()) {
            var one = Thread.ofVirtual().start(() -> server.part(BulkWork.class).sweep());
            var other =
                    Thread.ofVirtual().start(() -> second.part(BulkWork.class).sweep());
            one.join();
            other.join();
        }
        server.part(BulkWork.class).sweep();

        var done = api.get("/api/v1/bulks/" + bulk.id()).as(BulkView.class);
        assertThat(done).returns(Phase.DONE, BulkView::phase).returns((long) count, BulkView::done);
        assertThat(server.db().sql("""
                            select count(*) from event e join job j on j.id = e.entity_id
                            where e.entity = 'job' and j.jobtype = :type and e.to_state = 'DEFINED'
                            """).param("type", type).query(Long.class).single())
                .isEqualTo(count);
        confirm(preview("CANCEL", type));
    }

    @Test
    void goesOnAfterARestart() {
        var first = TestServer.start();
        var jobs = first.api().submit(held("night").times(700));
        var account = first.api().job(jobs.items().getFirst().id()).job().user();
        var answer = first.api().post("/api/v1/bulks", "{\"action\": \"RELEASE\", \"filter\": {}}");
        var bulk = answer.as(BulkView.class);
        first.part(Bulks.class).confirm(bulk.id(), "before the stop", new Bulks.Person(account, true));

        try (var again = first.restart()) {
            var waiting = again.api().get("/api/v1/bulks/" + bulk.id()).as(BulkView.class);
            again.part(BulkWork.class).sweep();

            assertThat(waiting).returns(Phase.RUNNING, BulkView::phase).returns(700L, BulkView::open);
            assertThat(again.api().get("/api/v1/bulks/" + bulk.id()).as(BulkView.class))
                    .returns(Phase.DONE, BulkView::phase)
                    .returns(700L, BulkView::done);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                    | action
            {"action": "CANCEL"}                                                  | filter
            {"action": "CANCEL", "filter": {}, "ids": [1]}                        | filter
            {"action": "CANCEL", "filter": {"colour": "red"}}                     | colour
            {"action": "CANCEL", "filter": {"state": "green"}}                    | state
            {"action": "CANCEL", "filter": {"state": null}}                       | filter.state
            {"action": "CANCEL", "ids": [1, null]}                                | ids[1]
            {"action": "CANCEL", "filter": {}, "priority": 7}                     | priority
            {"action": "PRIORITY", "filter": {}}                                  | priority
            {"action": "PRIORITY", "filter": {}, "priority": 1001}                | priority
            {"action": "HOLD", "filter": {}, "usefulFor": 60}                     | usefulFor
            {"action": "RETRY", "filter": {}, "usefulFor": -60}                   | usefulFor
            """)
    void refusesAWishThatItDoesNotUnderstandAndNamesWhatIsWrong(String wish, String field) {
        var answer = operator.api().post("/api/v1/bulks", wish);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().errors())
                .singleElement()
                .extracting("field")
                .isEqualTo(field);
    }

    @Test
    void asksForAReason() {
        var type = aType();
        submit(api, held(type), 1);
        var preview = preview("CANCEL", type);

        for (var body : List.of("{}", "{\"reason\": \" \"}", "")) {
            var answer = operator.api().post("/api/v1/bulks/" + preview.id() + "/confirm", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
        }
        assertThat(api.get("/api/v1/bulks/" + preview.id()).as(BulkView.class).phase())
                .isEqualTo(Phase.PREVIEW);
    }
}
