package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.freshet.protocol.DatasetsAdded;
import org.freshet.protocol.WorkflowId;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about datasets in a real browser: of workflows, and of people with odd names for their files. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class DatasetPagesE2E {

    private static final String EVIL_PATH = "/data/" + WorkflowScene.EVIL;
    private static final String EVIL_TAG = "<b>T,G\"'>[[${7*7}]]";
    private static final int MANY = 200_100;

    private static TestServer server;
    private static Chromium chromium;
    private static Flows flows;
    private static WorkflowId diamond;
    private static long evil;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        flows = new Flows(server);
        server.api().post("/api/v1/datatypes", "{\"name\": \"TXT\", \"ext\": \".txt\", \"outputCheck\": \"EXISTS\"}");
        add("/data/brought/Run1837.txt", "RUN", "written");
        evil = add(EVIL_PATH, EVIL_TAG, "defined");
        diamond = flows.start("diamond", DagSketch.diamond());
        runDiamond();
    }

    /** {@code left} fails, so that {@code join} is skipped and one of the four files is never written. */
    private static void runDiamond() {
        var pilot = ScriptedPilot.register(server);
        for (int n = 0; n < 3; n++) {
            var job = pilot.claim();
            pilot.say(false, job.name().equals("left") ? failed(job, 65) : finished(job));
        }
    }

    private static long add(String path, String datatag, String state) {
        var answer = server.api()
                .post(
                        "/api/v1/datasets",
                        Api.JSON.writeValueAsString(Map.of(
                                "path",
                                path,
                                "datatype",
                                "TXT",
                                "datatag",
                                datatag,
                                "comment",
                                WorkflowScene.EVIL,
                                "state",
                                state)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(DatasetsAdded.class).items().getFirst().dataset().id();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static long dataset(WorkflowId workflow, String datatag) {
        return server.db()
                .sql("select id from dataset where workflow_id = :workflow and datatag = :datatag")
                .param("workflow", workflow.value())
                .param("datatag", datatag)
                .query(Long.class)
                .single();
    }

    static Stream<String> pages() {
        return Stream.of(
                "/datasets",
                "/datasets?state=WRITTEN&workflow=" + diamond + "&colour=red",
                "/datasets?path=there is none",
                "/datasets/" + evil,
                "/datasets/" + dataset(diamond, "make_left"),
                "/datasets/" + dataset(diamond, "left_join"),
                "/workflows/" + diamond,
                "/jobs/" + flows.job(diamond, "left"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isInOrderAtEveryWidthAndInBothColourSchemesAndShowsTextAsText(String path) {
        try (var window = chromium.open(server.url())) {
            window.goAndSeeNothingMove(path);
            if (window.find("#drawing").count() > 0) {
                window.find("#drawing svg.g").waitFor();
            }
            window.lookAround(path);
        }
    }

    @Test
    void showsNamesAsTheyAreWritten() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/datasets/" + evil);

            assertThat(window.texts("dd.mono").getFirst()).isEqualTo(EVIL_PATH);
            window.find("dd a:has-text('[[${7*7}]]')").click();
            assertThat(window.rows())
                    .as("a comma in a variable divides nothing")
                    .containsExactly(evil);
            assertThat(window.texts(".filters .chip b")).containsExactly(EVIL_TAG);
        }
    }

    @Test
    void narrowsTheListDownByWhatItsAddressSays() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/datasets?workflow=" + diamond + "&state=written");
            assertThat(window.rows())
                    .containsExactly(Stream.of("make_left", "make_right", "right_join")
                            .map(it -> dataset(diamond, it))
                            .sorted(Comparator.reverseOrder())
                            .toArray(Long[]::new));
            assertThat(window.find("h1 + .q").innerText()).startsWith("3 match of ");

            window.go("/datasets?state=defined&workflow=" + diamond);
            assertThat(window.rows()).containsExactly(dataset(diamond, "left_join"));
            assertThat(window.texts("td .st")).containsExactly("not written");

            window.go("/datasets?job=" + flows.job(diamond, "left"));
            assertThat(window.rows())
                    .containsExactlyInAnyOrder(dataset(diamond, "make_left"), dataset(diamond, "left_join"));

            window.go("/datasets?datatype=TXT&path=BROUGHT/run");
            assertThat(window.texts("tbody th a")).containsExactly("/data/brought/Run1837.txt");

            window.go("/datasets?datatag=left_join&workflow=" + diamond);
            assertThat(window.rows()).hasSize(1);

            window.go("/datasets?path=no-such-file");
            assertThat(window.find(".empty").innerText()).contains("No dataset matches");
            window.follow(".empty a", "/datasets");
        }
    }

    @Test
    void leadsFromAWorkflowAndAJobToItsFilesAndBack() {
        var file = dataset(diamond, "left_join");
        var job = flows.job(diamond, "left");
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/workflows");
            window.follow(".tabs a:has-text('Datasets')", "/datasets");
            window.go("/workflows/" + diamond);
            window.follow("a:has-text('all of its datasets')", "/datasets?workflow=" + diamond);
            assertThat(window.rows()).hasSize(4);
            window.find("tr[data-row='" + file + "'] th a").click();
            window.arriveAt("/datasets/" + file);
            assertThat(window.find(".why").innerText())
                    .contains("job " + job + ", vertex left, is failed", "freshet workflow rerun " + diamond);
            assertThat(window.find("body").innerText()).contains("freshet dataset show " + file);
            window.follow("dd[data-live=source] a", "/jobs/" + job);

            assertThat(window.texts("section[aria-labelledby=h-files] tbody td:nth-child(2)"))
                    .containsExactly("reads", "writes");
            assertThat(window.texts("section[aria-labelledby=h-files] .st")).containsExactly("written", "not written");
            window.follow("section[aria-labelledby=h-files] tr:last-child th a", "/datasets/" + file);
            window.follow("dd[data-live=readers] a", "/jobs/" + flows.job(diamond, "join"));
        }
    }

    @Test
    void tellsTheHistoryOfAFileThatSomebodyBrings() {
        var file = add("/data/later.txt", "", "defined");
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/datasets/" + file);
            assertThat(window.find(".why").innerText()).contains("freshet dataset add FILE");
            assertThat(window.find("dl.facts").innerText()).contains("none: somebody brought it", "there");
            assertThat(window.texts("section[aria-labelledby=h-history] .st")).containsExactly("defined");
        }
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/datasets/" + dataset(diamond, "make_left"));
            assertThat(window.find("#h-history").count()).isZero();
        }
    }

    @Test
    void doesNotClaimThatAFileIsThereAtWhichNobodyHasLooked() {
        var workflow = flows.start("brought", DagSketch.of("noop>reads"), "\"priority\": -50");
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/datasets/" + dataset(workflow, "noop_reads"));

            assertThat(window.find("[data-live=state]").innerText()).contains("written");
            assertThat(window.find(".why").innerText()).contains("should be there", "Nobody has looked");
        }
    }

    @Test
    void tellsWhileSomebodyLooksThatAFileIsWritten() {
        var workflow = flows.start("live", DagSketch.of("one>two"), "\"priority\": 50");
        var file = dataset(workflow, "one_two");
        try (var page = chromium.open(server.url());
                var list = chromium.open(server.url())) {
            page.go("/datasets/" + file);
            list.go("/datasets?state=defined&workflow=" + workflow);
            assertThat(page.texts("[data-live=state] .st")).containsExactly("expected");
            assertThat(list.rows()).containsExactly(file);

            var pilot = ScriptedPilot.register(server);
            pilot.say(false, finished(pilot.claim()));

            page.find("[data-live=state] .st:has-text('written')").waitFor();
            assertThat(page.find(".why").innerText()).contains("Its file is there");
            assertThat(page.find("dd[data-live=written] time").count()).isEqualTo(1);
            list.find("tr[data-row='" + file + "'] [data-left]:visible").waitFor();
            assertThat(list.texts("tr[data-row='" + file + "'] .st")).containsExactly("written");
            assertThat(page.flaws()).isEmpty();
            assertThat(list.flaws()).isEmpty();
            pilot.say(false, finished(pilot.claim()));
        }
    }

    @Test
    void answersBadAddressesWithPagesThatSayWhatIsWrong() {
        for (var path : List.of("/datasets/999999", "/datasets/abc")) {
            var api = server.api();
            var answer =
                    api.send(api.request(path).header("Accept", "text/html").GET());
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).contains("does not exist");
        }
    }

    @Test
    void saysWhatToDoWhereNothingIsYet() {
        try (var empty = TestServer.start();
                var window = chromium.open(empty.url())) {
            window.go("/datasets");

            assertThat(window.find(".empty").innerText())
                    .contains("freshet dataset add FILE", "freshet workflow start");
            window.follow(".empty a", "/dags");
        }
    }

    @Test
    void searchesManyDatasetsInSteps() {
        try (var large = TestServer.start();
                var window = chromium.openWithoutScripts(large.url())) {
            large.db().sql("""
                            insert into dataset (name, path, datatag)
                            select 'f', '/bulk/' || n, case when n = 1 then 'RARE' else '' end from generate_series(1, :many) n
                            """).param("many", MANY).update();
            var oldest = large.db()
                    .sql("select min(id) from dataset")
                    .query(Long.class)
                    .single();

            window.go("/datasets");
            assertThat(window.rows()).hasSize(50);
            assertThat(window.find("h1 + .q").innerText()).isEqualTo("more than 10,000 datasets");

            window.go("/datasets?datatag=RARE");
            assertThat(window.find("h1 + .q").innerText()).isEqualTo("none matches of the newest 200,000");
            assertThat(window.find(".empty").innerText()).contains("200,000");
            window.find(".empty a").click();
            assertThat(window.rows()).containsExactly(oldest);
            assertThat(window.find(".cut").count()).isZero();
        }
    }
}
