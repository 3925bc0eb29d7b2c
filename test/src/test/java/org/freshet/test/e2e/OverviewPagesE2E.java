package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import com.microsoft.playwright.options.Cookie;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.freshet.protocol.JobState;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody looks at the overview, at the grid, and at how both were, in a real browser. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class OverviewPagesE2E {

    private static final String LONG = "w".repeat(63);

    private static TestServer server;
    private static Scene scene;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        scene = Scene.play(server);
        var pilot = ScriptedPilot.register(server);
        for (long run = 5070; run <= 5075; run++) {
            for (var type : List.of("monitor", "purity", LONG)) {
                if (run != 5073 || !type.equals("purity")) {
                    server.api().submit(aJob().ofType(type).with("run", run).with("priority", 100));
                    pilot.say(false, finished(pilot.claim()));
                }
            }
        }
        pilot.say(true);
        // A hole is one only in a run that did not begin a moment ago.
        server.db()
                .sql("update job set defined_at = defined_at - interval '1 hour' where run < 5077")
                .update();
        server.api().post("/api/v1/jobtypes/monitor/late", "{\"lateAfterSeconds\": 1}");
        server.api().post("/api/v1/jobtypes/purity/late", "{\"lateAfterSeconds\": 86400}");
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
                "/",
                "/?span=day&colour=red",
                "/?at=-1s",
                "/?at=<script>window.__xss=1</script>",
                "/jobs?at=-1s",
                "/jobs?at=-1s&state=FINISHED&reason=SIGNAL",
                "/jobs?at=-1s&state=SKIPPED",
                "/jobs?at=never",
                "/grid",
                "/grid?only=trouble&type=purity",
                "/grid?first=99999",
                "/grid?flavour=cold");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isInOrderAtEveryWidthAndInBothColourSchemes(String path) {
        try (var window = chromium.open(server.url())) {
            window.goAndSeeNothingMove(path).lookAround(path);
        }
    }

    @Test
    void leadsFromALateTypeToItsJobsAndToWhatExplainsIt() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/");
            assertThat(window.find(".health h1").innerText()).contains("Broken:", "behind");
            assertThat(window.find(".card h3:has-text('monitor')").count()).isEqualTo(1);
            assertThat(window.texts(".card h3 .name")).contains("monitor", LONG);
            assertThat(window.texts(".tile .tn")).contains("purity").doesNotContain("monitor", LONG);

            window.find(".card:has-text('monitor') .btn:has-text('Its jobs')").click();
            assertThat(window.page().url()).contains("/jobs?state=", "type=monitor");
        }
    }

    @Test
    void keepsTheSpanOfItsChartsInTheAddress() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/");
            assertThat(window.find(".spans [aria-current]").innerText()).isEqualTo("2 h");

            window.follow(".spans a:has-text('10 min'):not(.btn)", "/?span=ten_minutes");

            assertThat(window.find(".spans [aria-current]").innerText()).isEqualTo("10 min");
            assertThat(window.find("figure:has-text('Jobs ended') .q").first().innerText())
                    .isEqualTo("per 30 s, last 10 min");
            window.find("figure:has-text('Jobs ended') summary").click();
            assertThat(window.find("figure:has-text('Jobs ended') tbody tr").count())
                    .isEqualTo(20);
            window.follow(".spans a:has-text('2 h')", "/");
        }
    }

    @Test
    void marksWhatIsNewSinceTheLastLook() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/");
            assertThat(window.find(".newmark").count()).isZero();
            assertThat(window.texts("section[aria-labelledby=h-feed] li")).isNotEmpty();
            window.page()
                    .context()
                    .addCookies(List.of(new Cookie(
                                    "freshet-looked",
                                    "0." + Instant.now().minusSeconds(3600).toEpochMilli())
                            .setUrl(server.url().toString())));

            window.go("/");

            assertThat(window.find("[data-live=looked]").innerText()).startsWith("you last looked at");
        }
    }

    @Test
    void showsWhatHappensWhileItIsOpen() {
        var pilot = ScriptedPilot.register(server);
        try (var window = chromium.open(server.url())) {
            window.go("/");
            var before = window.find("[data-live=ended-finished]").innerText();

            server.api().submit(aJob().ofType("brandnew").with("priority", 200));
            pilot.say(false, finished(pilot.claim()));

            window.find(".tile:has-text('brandnew')").waitFor();
            assertThat(window.find("[data-live=ended-finished]").innerText()).isNotEqualTo(before);
            assertThat(window.flaws()).isEmpty();
        }
        pilot.say(true);
    }

    @Test
    void leadsFromACellOfTheGridToItsJobs() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/");
            window.follow(".nav a:has-text('Grid')", "/grid");
            assertThat(window.find(".rt thead th .gt").count()).isEqualTo(3);
            assertThat(window.find(".rt thead th:has-text('monitor') .s-late").count())
                    .isEqualTo(1);
            assertThat(window.find("a.hole").getAttribute("aria-label")).isEqualTo("none: no purity job in run 5073");
            assertThat(window.find("section.why").innerText()).contains("1 hole: purity in run 5073.");

            window.find(".rt tbody tr:has-text('5077') a.s-failed").first().click();
            window.arriveAt("/jobs/" + scene.job(JobState.FAILED));
            window.go("/grid");
            window.find("a[aria-label^='1 finished: run 5070, monitor']").click();
            assertThat(window.page().url()).containsPattern(Pattern.compile("/jobs/[0-9]+$"));

            window.go("/grid");
            window.find(".seg a:has-text('Only trouble')").click();
            assertThat(window.page().url()).endsWith("/grid?only=trouble");
            assertThat(window.texts(".rt tbody th a")).containsExactly("5077", "5073");
            window.find(".chip .x").click();
            window.arriveAt("/grid");
            window.find("#add-filter").click();
            window.find("#f-first").fill("5071");
            window.find("#f-last").fill("5072");
            window.find(".fields button").click();
            assertThat(window.texts(".rt tbody th a")).containsExactly("5072", "5071");
        }
    }

    @Test
    void looksBackAndReturnsToNow() {
        try (var window = chromium.open(server.url())) {
            window.go("/?at=-1s");
            assertThat(window.find(".banners .banner").innerText()).contains("As of ", "This is history");
            assertThat(window.find("#live").count()).as("nothing is live").isZero();
            window.find("a:has-text('jobs of that moment')").click();
            window.find("tr[data-then]").first().waitFor();
            window.find(".chip:has-text('as of') .x").click();
            window.arriveAt("/jobs");

            window.go("/?at=-1s");
            window.follow(".banners a:has-text('Back to now')", "/");
            window.find(".spans a.btn").click();
            assertThat(window.find(".banners .banner").innerText()).contains("The history that is kept begins at");

            window.find("#at").fill("-2s");
            window.find("form:has(#at) button").click();
            assertThat(window.find(".banners .banner").innerText()).contains("As of ");
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void reachesTheGridByTheKeyboard() {
        try (var window = chromium.open(server.url())) {
            window.go("/");
            window.press("g", "r").arriveAt("/grid");

            window.find("a.hole").focus();
            window.press("ArrowLeft");
            assertThat(window.hasFocus("a[aria-label*='run 5073, monitor']")).isTrue();
            window.press("ArrowUp");
            assertThat(window.hasFocus("a[aria-label*='run 5074, monitor']")).isTrue();
            window.press("ArrowLeft", "ArrowLeft");
            assertThat(window.hasFocus("tbody th a")).isTrue();
        }
    }

    @Test
    void saysWhatToDoWhereNothingIsYet() {
        try (var empty = TestServer.start();
                var window = chromium.open(empty.url())) {
            for (var path : List.of("/", "/grid", "/?at=-1h", "/jobs?at=-1h")) {
                window.go(path);
                window.lookAround(path);
            }
            window.go("/grid");
            assertThat(window.find(".empty").innerText()).contains("No run so far", "freshet job submit FILE");
            window.go("/?at=-1h");
            assertThat(window.find(".banners .banner").innerText()).contains("There is no history so far.");
        }
    }
}
