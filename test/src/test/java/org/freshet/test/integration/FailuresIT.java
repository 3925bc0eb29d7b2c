package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.protocol.AuditEntry;
import org.freshet.protocol.FailureGroupView;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.test.support.Api;
import org.freshet.test.support.Browser;
import org.freshet.test.support.JobText;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What failed and is not mended, what people say of it, and the page that shows both. */
class FailuresIT extends DispatchFixture {

    private String type = "";
    private ScriptedPilot pilot;

    private static int types;

    /** Each test has a job type of its own, and so groups of its own. */
    @BeforeEach
    void begin() {
        type = "reco" + ++types;
        pilot = ScriptedPilot.registerOn(server, "wn-" + type);
    }

    private JobId fails(int exitCode, JobText job) {
        var id = api.submit(job.ofType(type));
        pilot.say(false, failed(pilot.claim(), exitCode));
        return id;
    }

    private JobId fails(int exitCode) {
        return fails(exitCode, aJob());
    }

    private void finishes(JobText job) {
        api.submit(job.ofType(type));
        pilot.say(false, finished(pilot.claim()));
    }

    private static JobText ofRun(int run, int subrun) {
        return aJob().with("run", run).with("subrun", subrun);
    }

    private List<FailureGroupView> groups() {
        return Api.JSON
                .readValue(
                        api.get("/api/v1/failures?type=" + type).body(), new TypeReference<Page<FailureGroupView>>() {})
                .items();
    }

    @Test
    void groupsByReasonExitCodeTypeAndHost() {
        var first = fails(65);
        var second = fails(65);
        fails(66);
        var elsewhere = ScriptedPilot.registerOn(server, "other-" + type);
        api.submit(aJob().ofType(type));
        elsewhere.say(false, failed(elsewhere.claim(), 65));

        assertThat(groups()).hasSize(3).allSatisfy(it -> assertThat(it.reason()).isEqualTo(FailureReason.EXIT_CODE));
        assertThat(groups().getFirst()).satisfies(it -> {
            assertThat(it.jobs()).isEqualTo(2);
            assertThat(it.exitCode()).isEqualTo(65);
            assertThat(it.host()).isEqualTo("wn-" + type);
            assertThat(it.jobIds()).containsExactly(second, first);
            assertThat(it.firstAt()).isBefore(it.lastAt());
            assertThat(it.message()).isEqualTo("exit code 65");
        });
        assertThat(api.get("/api/v1/failures?type=" + type + "&host=other-" + type)
                        .body())
                .contains("other-");
        assertThat(api.get("/api/v1/failures?colour=red").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/failures?since=yesterday").status()).isEqualTo(400);
    }

    @Test
    void countsAJobNoLongerThatFinishedOrWhoseTwinDid() {
        var retried = fails(1);
        fails(2, ofRun(7, 1));
        fails(3, ofRun(7, 2));
        fails(4, aJob().with("run", 8));

        api.change(retried, "retry");
        assertThat(groups()).extracting(FailureGroupView::exitCode).doesNotContain(1);
        pilot.say(false, failed(pilot.claim(), 1));
        assertThat(groups()).extracting(FailureGroupView::exitCode).contains(1);
        api.change(retried, "retry");
        pilot.say(false, finished(pilot.claim()));
        finishes(ofRun(7, 1));
        finishes(aJob().with("run", 8));

        assertThat(groups()).extracting(FailureGroupView::exitCode).containsExactly(3);
    }

    @Test
    void doesNotCountAFailureThatIsTriedAgainByItself() {
        api.submit(aJob().ofType(type).with("retries", 1));
        pilot.say(false, failed(pilot.claim(), 5));
        assertThat(groups()).isEmpty();

        pilot.say(false, failed(pilot.claim(), 5));

        assertThat(groups())
                .singleElement()
                .satisfies(it -> assertThat(it.jobs()).isEqualTo(1));
    }

    @Test
    void countsAJobThatWasLostForGood() {
        var id = api.submit(aJob().ofType(type).with("maxLosses", 0));
        pilot.say(false, started(pilot.claim()));
        lose(pilot);

        assertThat(groups()).singleElement().satisfies(it -> {
            assertThat(it.reason()).isEqualTo(FailureReason.PILOT_LOST);
            assertThat(it.jobIds()).containsExactly(id);
        });
    }

    private Api.Answer acknowledge(String note) {
        return api.post(
                "/api/v1/failures/acknowledgements",
                Api.JSON.writeValueAsString(Map.of(
                        "reason", "EXIT_CODE", "exitCode", 65, "jobtype", type, "host", "wn-" + type, "note", note)));
    }

    @Test
    void holdsAnAcknowledgementUntilAnotherJobFailsSo() {
        fails(65);
        fails(65);

        var answer = acknowledge("raw files are missing");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.as(AcknowledgementView.class).jobs()).isEqualTo(2);
        assertThat(groups().getFirst().acknowledged()).isNotNull().satisfies(it -> {
            assertThat(it.note()).isEqualTo("raw files are missing");
            assertThat(it.by()).isNotBlank();
        });
        fails(65);
        assertThat(groups().getFirst().acknowledged()).isNull();
    }

    @Test
    void takesAnAcknowledgementBackOnceAndKeepsBothInTheAudit() {
        fails(65);
        var id = acknowledge("a test").as(AcknowledgementView.class).id();

        var undone = api.post("/api/v1/failures/acknowledgements/" + id + "/undo", "{}");
        var again = api.post("/api/v1/failures/acknowledgements/" + id + "/undo", "{}");

        assertThat(undone.as(AcknowledgementView.class).undoneBy()).isNotBlank();
        assertThat(again.status()).isEqualTo(409);
        assertThat(api.post("/api/v1/failures/acknowledgements/999999/undo", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(groups().getFirst().acknowledged()).isNull();
        var audit = Api.JSON.readValue(
                api.get("/api/v1/audit?entity=failure&id=" + id).body(), new TypeReference<Page<AuditEntry>>() {});
        assertThat(audit.items()).extracting(AuditEntry::to).containsExactly("UNDONE", "ACKNOWLEDGED");
    }

    @Test
    void refusesToAcknowledgeWhatDidNotFail() {
        assertThat(acknowledge("nothing").status()).isEqualTo(409);
        fails(65);
        assertThat(acknowledge(" ").status()).isEqualTo(400);
    }

    private static Browser as(String name, Role role) {
        var browser = new Browser(server.url());
        assertThat(browser.login(new People(server).token(name, role)).status()).isEqualTo(303);
        return browser;
    }

    /** What the page says once it is not older than what it is to say. */
    private static String page(Browser browser, String path, String expected) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> browser.get(path).body(), it -> it.contains(expected));
    }

    private Map<String, String> form(String note) {
        return Map.of(
                "reason",
                "EXIT_CODE",
                "exitCode",
                "65",
                "jobtype",
                type,
                "host",
                "wn-" + type,
                "until",
                groups().getFirst().lastAt().plusSeconds(1).toString(),
                "note",
                note,
                "back",
                "/errors?type=" + type);
    }

    @Test
    void offersOnThePageWhatARoleMayDo() {
        var job = fails(65);
        var path = "/errors?type=" + type;
        var operator = as("otto" + types, Role.OPERATOR);
        var viewer = as("vera" + types, Role.VIEWER);

        assertThat(page(operator, path, "1 job failed and has not succeeded since, in 1 group"))
                .contains("href=\"/jobs?id=" + job + "\"", "action=\"/errors/acknowledge\"")
                .contains("EXIT_CODE 65");
        assertThat(viewer.get(path).body())
                .contains("EXIT_CODE 65")
                .doesNotContain("<form method=\"post\" class=\"preview\"");
        var refused = viewer.post("/errors/acknowledge", form("mine"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("This needs the role OPERATOR");
        assertThat(new Browser(server.url()).get("/errors").body()).contains("Log in to acknowledge failures");
    }

    @Test
    void acknowledgesUndoesBansAndAllowsByForms() {
        fails(65);
        var operator = as("olga" + types, Role.OPERATOR);
        page(operator, "/errors?type=" + type, "1 job failed and has not succeeded since, in 1 group");

        var done = operator.post("/errors/acknowledge", form("a <b>test</b>"));
        var page = operator.follow(done);
        assertThat(done.location()).endsWith("/errors?type=" + type);
        assertThat(page.body())
                .contains("is acknowledged, until another one fails so.", "“a &lt;b&gt;test&lt;/b&gt;”")
                .contains("acknowledged by olga" + types);
        var id = groups().getFirst().acknowledged().id();
        assertThat(operator.post("/errors/undo", Map.of("id", Long.toString(id)))
                        .status())
                .isEqualTo(302);
        assertThat(groups().getFirst().acknowledged()).isNull();

        var host = "wn-" + type;
        assertThat(operator.get("/errors?ban=" + host).body())
                .contains("Its 1 pilot takes no more jobs.", "action=\"/errors/ban\"");
        assertThat(operator.post("/errors/ban", Map.of("host", host)).status()).isEqualTo(400);
        assertThat(operator.post("/errors/ban", Map.of("host", host, "why", "libGL"))
                        .status())
                .isEqualTo(302);
        assertThat(operator.get("/errors?ban=" + host).body()).contains("It is banned since ", "libGL");
        assertThat(operator.post("/errors/ban", Map.of("host", host, "why", "libGL"))
                        .status())
                .isEqualTo(409);
        assertThat(operator.post("/errors/allow", Map.of("host", host)).status())
                .isEqualTo(302);
        assertThat(operator.get("/errors").body()).contains("allowed again by olga" + types);
    }

    @Test
    void bansAHostOnItsOwnPage() {
        fails(65);
        var host = "wn-" + type;
        var operator = as("oona" + types, Role.OPERATOR);
        assertThat(as("vito" + types, Role.VIEWER).get("/hosts/" + host).body())
                .doesNotContain("action=\"/errors/ban\"");
        assertThat(operator.get("/hosts/" + host).body())
                .contains("Its 1 pilot takes no more jobs.", "action=\"/errors/ban\"");

        var done =
                operator.post("/errors/ban", Map.of("host", host, "why", "bad <b>disk</b>", "back", "/hosts/" + host));

        assertThat(done.location()).endsWith("/hosts/" + host);
        assertThat(operator.follow(done).body())
                .contains("It is banned since ", "bad &lt;b&gt;disk&lt;/b&gt;")
                .doesNotContain("action=\"/errors/ban\"");
    }

    @Test
    void acknowledgesOneCauseOnAllHostsAtOnce() {
        fails(65);
        var elsewhere = ScriptedPilot.registerOn(server, "other-" + type);
        api.submit(aJob().ofType(type));
        elsewhere.say(false, failed(elsewhere.claim(), 65));
        var operator = as("odin" + types, Role.OPERATOR);
        page(operator, "/errors?by=cause&type=" + type, "2 hosts");
        var form = new HashMap<>(form("missing input"));
        form.put("every", "true");

        var done = operator.follow(operator.post("/errors/acknowledge", form));

        assertThat(done.body()).contains("2 jobs of type " + type + " are acknowledged");
        assertThat(groups())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.acknowledged()).isNotNull());
    }

    @Test
    void changesNothingByWhatNoFormOfThePageSends() {
        fails(65);
        var operator = as("oleg" + types, Role.OPERATOR);
        operator.get("/errors");

        assertThat(operator.post("/errors/acknowledge", Map.of("note", "n")).status())
                .isEqualTo(400);
        assertThat(operator.post("/errors/acknowledge", form(" ")).status()).isEqualTo(400);
        assertThat(operator.post("/errors/undo", Map.of("id", "x")).status()).isEqualTo(400);
        assertThat(operator.post("/errors/burn", Map.of()).status()).isEqualTo(404);
        assertThat(operator.get("/errors/ban").location()).endsWith("/errors");
        var elsewhere = Map.of("host", "x" + type, "why", "w", "back", "https://evil.example/");
        assertThat(operator.post("/errors/ban", elsewhere).location()).endsWith("/errors");
        assertThat(operator.post("/errors/ban", Map.of("host", "y", "why", "w", "_csrf", "forged"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void showsTheNumberOfUnresolvedJobsInTheHeadOfEveryPage() {
        fails(65);

        assertThat(new Browser(server.url()).get("/jobs").body()).contains("href=\"/errors\"", "unresolved:");
    }
}
