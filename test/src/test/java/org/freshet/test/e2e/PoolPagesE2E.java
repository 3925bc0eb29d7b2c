package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolDemand;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.Role;
import org.freshet.server.alarm.AlarmSweep;
import org.freshet.server.pilot.SiteChanges;
import org.freshet.test.support.People;
import org.freshet.test.support.PoolRows;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about pools and the alarms in a real browser: with a day of calculations, a bad one, and none. */
@Timeout(120)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class PoolPagesE2E {

    private static final String LONG = "a-site-with-a-name-as-long-as-a-name-may-be-which-is-63-letters";
    private static final String EVIL =
            "<script>window.__xss=1</script><img src=x onerror=window.__xss=2>\"'> [[${7*7}]]";

    private static TestServer server;
    private static PoolRows rows;
    private static Chromium chromium;
    private static List<PilotId> held;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        rows = new PoolRows(server);
        Scene.play(server);
        fill();
        darken();
        server.db()
                .sql(
                        "insert into watch (service, every_s, since, late_since) values ('tscan', 300, now() - interval '16 min',"
                                + " now() - interval '11 minutes')")
                .update();
        server.part(AlarmSweep.class).sweep();
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

    /** A site that is well. */
    private static void fill() {
        rows.site("np04");
        rows.wroteOftenOf("np04", 5760, 15);
        var pilots = rows.ordered("np04", 7, "np04: want 60, have 53: submit 7");
        held = pilots.subList(0, 3);
        rows.held(
                held.get(0),
                "88124.0",
                34,
                "Job has gone over memory limit of 4096 megabytes. Peak usage: 4400 megabytes.",
                "the pilot used more memory than its slot has: raise request_memory in the submit template");
        rows.held(
                held.get(1),
                "88124.1",
                34,
                "Job has gone over memory limit of 4096 megabytes. Peak usage: 4400 megabytes.",
                "the pilot used more memory than its slot has: raise request_memory in the submit template");
        rows.held(held.get(2), "88124.2", 13, EVIL, EVIL);
        rows.seen(pilots.get(3), "88124.3", "QUEUED");
        rows.seen(pilots.get(4), "88124.4", "RUNNING");
        var run = PoolRows.run(
                "np04",
                Outcome.SUBMITTED,
                "none",
                pilots,
                new PoolDemand("monitor", 40, 40, 41.3, 7, 6),
                new PoolDemand("femb", 12, 12, null, 1, 12));
        rows.wrote(PoolRows.run("np04", Outcome.LIMITED, "ramp 10", List.of()), 40);
        rows.wrote(new PoolRun("np04", Outcome.REFUSED, "np04: " + EVIL, null, EVIL, EVIL, List.of()), 30);
        rows.wrote(run, 0);
        rows.stands(run, 17, "user cron from submit.example.org");
    }

    /** A site of which nothing is known, and one that its pool gave up. */
    private static void darken() {
        rows.site(LONG);
        var dark = PoolRows.blind(LONG, Outcome.UNREADABLE, "condor_q did not answer within 20 s. " + EVIL);
        IntStream.range(0, 12).forEach(it -> rows.wrote(dark, 700 - 60 * it));
        rows.stands(dark, 4, "user " + EVIL);
        rows.site("spoilt");
        rows.stands(PoolRows.run("spoilt", Outcome.ENOUGH, "none", List.of()), 5, "service pool");
        server.part(SiteChanges.class).pauseByPool("spoilt", "of the last 3 orders no pilot registered " + EVIL);
        rows.site("fresh");
    }

    static Stream<String> pages() {
        return Stream.of(
                "/",
                "/pool",
                "/pool/np04",
                "/pool/" + LONG,
                "/pool/spoilt",
                "/pool/fresh",
                "/pilots/" + held.getFirst(),
                "/pilots/" + held.getLast());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isInOrderAtEveryWidthAndInBothColourSchemesAndShowsTextAsText(String path) {
        try (var window = chromium.open(server.url())) {
            window.go(path);
            window.lookAround(path);
        }
    }

    @Test
    void takesTheBannerAwayWithoutAReloadWhenItIsOver() {
        rows.site("passing");
        rows.stands(PoolRows.blind("passing", Outcome.UNREADABLE, "condor_q did not answer."), 4, "service pool");
        server.part(AlarmSweep.class).sweep();
        try (var window = chromium.open(server.url())) {
            window.go("/");
            var banner = window.find(".banner:has-text('passing')");
            banner.waitFor();
            window.page().evaluate("() => window.__same = true");

            rows.stands(PoolRows.run("passing", Outcome.ENOUGH, "none", List.of()), 0, "service pool");
            server.part(AlarmSweep.class).sweep();
            banner.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));

            assertThat(window.page().evaluate("() => window.__same")).isEqualTo(true);
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void keepsThePageUpToDateAndLeavesTheLedgerToItsReader() {
        rows.site("living");
        rows.wrote(PoolRows.run("living", Outcome.ENOUGH, "none", List.of()), 30);
        rows.stands(PoolRows.run("living", Outcome.ENOUGH, "none", List.of()), 5, "service pool");
        try (var window = chromium.open(server.url())) {
            window.go("/pool/living");
            assertThat(window.texts(".head .st")).containsExactly("enough");

            var run = PoolRows.run("living", Outcome.LIMITED, "ramp 10", List.of());
            rows.wrote(run, 0);
            rows.stands(run, 0, "service pool");
            window.find(".head .st:has-text('limited')").waitFor();
            var offer = window.find(".pager a:has-text('show them')");
            offer.waitFor();

            assertThat(window.find(".ledger tbody tr").count()).isEqualTo(1);
            offer.click();
            window.find(".ledger tbody tr >> nth=1").waitFor();
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void leadsWithKeysFromAnywhereToThePoolAndFromAPilotToItsOrder() {
        try (var window = chromium.open(server.url())) {
            window.go("/jobs").press("g", "l").arriveAt("/pool");
            window.press("?");
            assertThat(window.find("#keys dd:has-text('Pool')").isVisible()).isTrue();
            window.press("Escape");
            window.follow("th a:has-text('np04')", "/pool/np04");

            window.go("/pilots/" + held.getFirst());
            window.find("a:has-text('why it was ordered')").click();
            window.page().waitForURL("**/pool/np04?top=*#run-*");

            assertThat(window.find(".ledger tr:target").innerText()).contains("88124", "7 pilots");
            window.find(".ledger tr:target a").click();
            window.page().waitForURL("**/pilots?id=*");
            assertThat(window.rows()).hasSize(7);
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void asksForAReasonBeforeItPausesAndShowsNoButtonToAViewer() {
        rows.site("pausing");
        var people = new People(server);
        try (var window = chromium.open(server.url())) {
            login(window, people.token("vera", Role.VIEWER));
            window.go("/pool/pausing");
            assertThat(window.find(".change summary").count()).isZero();
        }
        try (var window = chromium.open(server.url())) {
            login(window, people.token("otto", Role.OPERATOR));
            window.go("/pool/pausing");
            window.find(".change summary").click();
            window.find(".change button").click();
            assertThat(window.find("#c-reason-PAUSE:invalid").count()).isEqualTo(1);
            window.find("#c-reason-PAUSE").fill("the template is mended");
            window.find(".change button").click();
            window.find(".toast:has-text('is paused')").waitFor();
            assertThat(window.texts(".change summary")).containsExactly("Resume…");
            assertThat(window.texts(".head .st")).containsExactly("paused");
            assertThat(window.flaws()).isEmpty();
        }
    }

    private static void login(Window window, String token) {
        window.go("/login");
        window.find("#token").fill(token);
        window.find(".login button").click();
        window.find("#who").waitFor();
    }
}
