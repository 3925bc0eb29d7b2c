package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.stream.Stream;
import org.freshet.protocol.Role;
import org.freshet.protocol.WorkflowId;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about workflows and DAGs in a real browser: small, wide and large ones, in every state. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class WorkflowPagesE2E {

    private static TestServer server;
    private static WorkflowScene scene;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        scene = WorkflowScene.play(server);
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

    static Stream<String> pages() {
        return Stream.of(
                "/workflows",
                "/workflows?state=FAILED&colour=red",
                "/workflows?name=there is none",
                scene.path("running"),
                scene.path("fan"),
                scene.path("failed"),
                scene.path("held"),
                scene.path("hostile"),
                "/dags",
                "/dags/quality",
                "/dags/hostile",
                "/jobs/" + scene.flows().job(scene.of("running"), "merge"));
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
    void drawsEachVertexWithItsNameIconAndWordAndWithoutOverlap() {
        try (var window = chromium.open(server.url())) {
            drawn(window, "running");

            assertThat(window.find("#drawing a[data-box]").count()).isEqualTo(11);
            assertThat(window.find("#drawing a.s-failed text").allTextContents())
                    .containsExactly("charge", "failed", "EXIT_CODE 65");
            assertThat(window.find("#drawing a.s-failed use").getAttribute("href"))
                    .isEqualTo("#i-failed");
            assertThat(window.find("#drawing a.v-noop").count()).isEqualTo(1);
            assertThat(overlaps(window)).isEqualTo(0);
        }
    }

    @Test
    void drawsWhatWasFannedOutAsOneBoxThatLeadsToItsJobs() {
        try (var window = chromium.open(server.url())) {
            drawn(window, "fan");

            assertThat(window.find("#drawing a[data-box]").count()).isEqualTo(3);
            assertThat(window.find("#drawing a.v-many text").allTextContents())
                    .containsExactly("process ×12", "running", "6 of 12");
            window.find("#drawing a.v-many").click();
            window.page().waitForURL("**/jobs?workflow=*&vertex=process");
            assertThat(window.rows()).as("the items and what listed them").hasSize(13);
        }
    }

    @Test
    void leadsWithKeysToAVertexAndItsJob() {
        try (var window = chromium.open(server.url())) {
            drawn(window, "running");

            window.find("#drawing a[data-box]").first().focus();
            window.press("ArrowRight", "ArrowRight");
            assertThat(window.hasFocus("#drawing a[data-box]")).isTrue();
            var job = (String) window.page().evaluate("() => document.activeElement.getAttribute('href')");
            window.press("Enter").arriveAt(job);

            assertThat(window.find("dd a[href='" + scene.path("running") + "']").count())
                    .isEqualTo(1);
        }
    }

    @Test
    void reachesTheFirstVertexWithTabFromTheDrawing() {
        try (var window = chromium.open(server.url())) {
            drawn(window, "running");

            window.find("#drawing").focus();
            window.press("Tab");

            assertThat(window.hasFocus("#drawing a[data-box]")).isTrue();
        }
    }

    @Test
    void makesTheDrawingSmallerAndLarger() {
        try (var window = chromium.open(server.url())) {
            drawn(window, "running");
            var before = breadth(window);

            window.find("[data-zoom=in]").click();
            assertThat(breadth(window)).isGreaterThan(before);
            window.find("[data-zoom=fit]").click();
            assertThat(breadth(window))
                    .isLessThanOrEqualTo((Integer) window.page().evaluate("() => drawing.clientWidth"));
        }
    }

    @Test
    void changesStatesInPlaceAndMovesNoBox() {
        var workflow = scene.flows().start("live", DagSketch.of("one>two"), "\"priority\": 50");
        try (var window = chromium.open(server.url())) {
            window.go("/workflows/" + workflow);
            window.find("#drawing svg.g").waitFor();
            var places = places(window);
            window.page().evaluate("() => window.__same = document.querySelector('#drawing svg.g')");

            var pilot = ScriptedPilot.register(server);
            pilot.say(false, ScriptedPilot.finished(pilot.claim()));
            window.find("#drawing a.s-finished:has-text('one')").waitFor();
            window.find("#drawing a.s-defined:has-text('two')").waitFor();

            assertThat(window.texts("table.steps td .st")).containsExactly("finished", "defined");
            assertThat(places(window)).isEqualTo(places);
            assertThat(window.page().evaluate("() => window.__same === document.querySelector('#drawing svg.g')"))
                    .isEqualTo(true);
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void saysThatAWorkflowIsNoLongerThere() {
        var workflow = scene.flows().start("deleted", DagSketch.diamond(), "\"state\": \"template\"");
        try (var window = chromium.open(server.url())) {
            window.go("/workflows/" + workflow);
            assertThat(window.find("#gone").isVisible()).isFalse();

            scene.flows().change(workflow, "cancel");
            var api = server.api();
            api.send(api.request("/api/v1/workflows/" + workflow).DELETE());

            window.find("#gone").waitFor(new Locator.WaitForOptions().setTimeout(90_000));
            assertThat(window.find("#live").isVisible()).isFalse();
            assertThat(window.find("#lost").isVisible()).isFalse();
        }
    }

    @Test
    void leavesKeysOfTheBrowserToIt() {
        try (var window = chromium.open(server.url())) {
            drawn(window, "running");
            window.find("#drawing a[data-box]").first().focus();
            window.page().evaluate("() => window.__box = document.activeElement");

            window.press("Control+ArrowRight");

            assertThat(window.page().evaluate("() => window.__box === document.activeElement"))
                    .isEqualTo(true);
        }
    }

    @Test
    void staysUsableWithFiveHundredVertices() {
        try (var window = chromium.open(server.url())) {
            drawn(window, "many");

            assertThat(window.find("#drawing a[data-box]").count()).isEqualTo(WorkflowScene.MANY);
            assertThat(overlaps(window)).isEqualTo(0);
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void showsTheTableInPartsWhereADrawingWouldBeTooLarge() {
        try (var window = chromium.open(server.url())) {
            window.go(scene.path("tooMany"));

            assertThat(window.find("#drawing").count()).isZero();
            assertThat(window.texts(".dagp .none")).singleElement().asString().contains("1,600");
            assertThat(window.find("table.steps tbody tr").count()).isEqualTo(500);
            window.follow("nav.views a:has-text('Part 4')", scene.path("tooMany") + "?part=4#steps");
            assertThat(window.find("table.steps tbody tr").count()).isEqualTo(100);
        }
    }

    @Test
    void looksLessOftenAtWhatIsLarge() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            assertThat(window.go(scene.path("many")).find("main").getAttribute("data-live-every"))
                    .isEqualTo("10000");
            assertThat(window.go(scene.path("running")).find("main").getAttribute("data-live-every"))
                    .isNull();
        }
    }

    @Test
    void showsEverythingButTheDrawingWithoutScripts() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go(scene.path("running"));

            assertThat(window.find(".dagp").isVisible()).isFalse();
            assertThat(window.find("table.steps tbody tr").count()).isEqualTo(11);
            assertThat(window.texts("table.steps tbody tr:has-text('drift') .st"))
                    .containsExactly("skipped");
            assertThat(window.find(".why").innerText()).contains("charge failed", "Next step");
            window.find("table.steps th a:has-text('charge')").click();
            assertThat(window.find("h1").innerText()).startsWith("Job ");
        }
    }

    @Test
    void keepsTheShortNameOfADagOnOneLineBesideALongDescription() {
        var graph = "<graph edgedefault=\"directed\">";
        var described = graph + "<desc>" + "a long description ".repeat(20) + "</desc>";
        scene.flows().load("waveforms", DagSketch.diamond().toString().replace(graph, described));
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/dags");
            for (int width : Window.WIDTHS) {
                window.resize(width);

                assertThat(lines(window, "main th a:text-is('waveforms')"))
                        .as("lines at %d px", width)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void endsNoStepOnAPhoneWithADotThatNothingFollows() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.resize(390).go(scene.path("running"));

            assertThat(window.texts("table.steps th .line2"))
                    .anyMatch(it -> it.contains(" · "))
                    .noneMatch(it -> it.endsWith("·"));
        }
    }

    @Test
    void showsBarsWhosePartsAreAllJobs() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/workflows");

            for (var row : window.find("table.flows tbody tr").all()) {
                var parts = row.locator(".parts b").allInnerTexts().stream()
                        .mapToInt(it -> Integer.parseInt(it.replace(",", "")))
                        .sum();
                var all = row.locator(".parts .dim").innerText().replaceAll("[^0-9]", "");
                assertThat(parts).as(row.innerText()).isEqualTo(Integer.parseInt(all));
                var widths = row.locator(".bar rect.fill").all().stream()
                        .mapToDouble(it ->
                                Double.parseDouble(it.getAttribute("width").replace("%", "")))
                        .sum();
                assertThat(widths).isBetween(99.8, 100.2);
            }
            assertThat(window.find("table.flows tbody tr:has-text('wfq-5077-0014') .parts li")
                            .allTextContents())
                    .map(String::strip)
                    .contains("1 failed", "1 skipped", "of 11");
        }
    }

    @Test
    void narrowsTheListDownByWhatItsAddressSays() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/workflows?dag=diamond&state=paused,finished");
            assertThat(window.rows())
                    .containsExactlyInAnyOrder(
                            scene.of("finished").value(), scene.of("paused").value());

            window.go("/workflows?name=WFQ");
            assertThat(window.rows()).containsExactly(scene.of("running").value());

            window.go("/workflows?user=nobody-at-all");
            assertThat(window.find(".empty").innerText()).contains("No workflow matches");
        }
    }

    @Test
    void offersARoleWhatItMayAndAsksWhyBeforeItCancels() {
        var people = new People(server);
        var workflow = scene.flows().start("pausing", DagSketch.diamond(), "\"state\": \"template\"");
        try (var window = chromium.open(server.url())) {
            login(window, people.token("vera", Role.VIEWER));
            window.go("/workflows/" + workflow);
            assertThat(window.find(".change summary").count()).isZero();
        }
        try (var window = chromium.open(server.url())) {
            login(window, people.token("otto", Role.OPERATOR));
            window.go("/workflows/" + workflow);
            change(window, workflow, "resume", "goes on", "Pause…", "Cancel…");
            change(window, workflow, "pause", "is paused", "Resume…", "Cancel…");
            window.find(".change summary:has-text('Cancel')").click();
            window.find("form[action$='/cancel'] button").click();
            assertThat(window.find("#c-reason-CANCEL:invalid").count()).isEqualTo(1);
            window.find("#c-reason-CANCEL").fill("wrong run");
            change(window, workflow, "cancel", "was cancelled", "Rerun what failed…", "Delete…");
            assertThat(window.find(".why").innerText()).contains("wrong run");
            change(window, workflow, "rerun", "is tried again", "Pause…", "Cancel…");
            window.find(".change summary:has-text('Cancel')").click();
            window.find("#c-reason-CANCEL").fill("wrong again");
            change(window, workflow, "cancel", "was cancelled", "Rerun what failed…", "Delete…");

            window.find(".change summary:has-text('Delete')").click();
            window.find("form[action$='/delete'] button").click();
            window.arriveAt("/workflows");
            assertThat(window.find(".toast").innerText()).isEqualTo("Workflow " + workflow + " was deleted.");
            assertThat(window.flaws()).isEmpty();
        }
    }

    /** Opens what is not open yet, sends it, and looks what is offered then. */
    private static void change(Window window, WorkflowId workflow, String deed, String done, String... offered) {
        var button = window.find("form[action$='/" + workflow + "/" + deed + "'] button");
        if (!button.isVisible()) {
            window.find("details:has(form[action$='/" + deed + "']) summary").click();
        }
        button.click();
        window.find(".toast:has-text('" + done + "')").waitFor();
        assertThat(window.texts(".change summary")).containsExactly(offered);
    }

    @Test
    void refusesToChangeTheWorkflowOfSomebodyElse() {
        var people = new People(server);
        try (var window = chromium.open(server.url())) {
            login(window, people.token("sue", Role.SUBMITTER));
            window.go(scene.path("running"));

            assertThat(window.find(".change summary").count()).isZero();
        }
    }

    @Test
    void answersBadAddressesWithPagesThatSayWhatIsWrong() {
        for (var path : List.of("/workflows/999999", "/workflows/abc", "/workflows/1/dance", "/dags/nowhere")) {
            assertThat(status(path)).as(path).isEqualTo(404);
        }
        for (var path : List.of(scene.path("running") + "?part=2", "/dags/quality?version=x")) {
            assertThat(status(path)).as(path).isEqualTo(400);
        }
        assertThat(status("/dags/quality?version=9")).isEqualTo(404);
    }

    @Test
    void givesTheGraphMlOfADagAsAFile() {
        var api = server.api();
        var answer = api.send(api.request("/dags/quality/graphml").GET());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("<graphml", "split");
    }

    @Test
    void saysWhatToDoWhereNothingIsYet() {
        try (var empty = TestServer.start();
                var window = chromium.open(empty.url())) {
            window.go("/workflows");
            assertThat(window.find(".empty").innerText()).contains("freshet workflow start");
            window.follow(".empty a", "/dags");
            assertThat(window.find(".empty").innerText()).contains("freshet dag load FILE");
            window.press("g", "w").arriveAt("/workflows");
        }
    }

    private static int status(String path) {
        var api = server.api();
        return api.send(api.request(path).header("Accept", "text/html").GET()).status();
    }

    private static void drawn(Window window, String what) {
        window.go(scene.path(what));
        window.find("#drawing svg.g").waitFor(new Locator.WaitForOptions().setTimeout(90_000));
    }

    private static int lines(Window window, String selector) {
        return (Integer) window.find(selector).evaluate("""
                it => {
                  const text = document.createRange()
                  text.selectNodeContents(it)
                  return text.getClientRects().length
                }
                """);
    }

    private static int breadth(Window window) {
        return Integer.parseInt(window.find("#drawing svg.g").getAttribute("width"));
    }

    private static Object places(Window window) {
        return window.page()
                .evaluate("() => [...document.querySelectorAll('#drawing a[data-box] > g')].map(it =>"
                        + " it.parentNode.dataset.box + it.getAttribute('transform')).join()");
    }

    /** How many boxes touch others. */
    private static int overlaps(Window window) {
        return (Integer) window.page().evaluate("""
                () => {
                  const boxes = [...document.querySelectorAll('#drawing a[data-box] rect.n')].map(it => it.getBoundingClientRect())
                  let count = 0
                  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
                    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) count++
                  }))
                  return count
                }
                """);
    }

    private static void login(Window window, String token) {
        window.go("/login");
        window.find("#token").fill(token);
        window.find(".login button").click();
        window.find("#who").waitFor();
    }
}
