package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Report;
import org.freshet.protocol.Role;
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

/** The page of failures in a real browser: what it shows, and everything that an operator does there. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class ErrorsPagesE2E {

    private static final String LONG_HOST = "wn-" + "of-the-long-corridor-".repeat(9) + ".example.org";

    private static TestServer server;
    private static Chromium chromium;
    private static People people;
    private static ScriptedPilot good;
    private static ScriptedPilot bad;
    private static JobId evil;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        people = new People(server);
        good = ScriptedPilot.registerOn(server, "good");
        bad = ScriptedPilot.registerOn(server, "bad");
        for (int n = 0; n < 20; n++) {
            server.api().submit(aJob());
            good.say(false, finished(good.claim()));
        }
        for (int n = 0; n < 6; n++) {
            fails(bad, "evdisp", 1, "libGL: cannot load driver swrast\n");
        }
        fails(good, "monitor", 65, "cannot open the input\n");
        var odd = ScriptedPilot.registerOn(server, LONG_HOST);
        evil = fails(odd, "reco", 3, "first\n" + WorkflowScene.EVIL + "\n\n");
    }

    private static JobId fails(ScriptedPilot pilot, String type, int exitCode, String printed) {
        var id = server.api().submit(aJob().ofType(type));
        var job = pilot.claim();
        var bytes = printed.getBytes(StandardCharsets.UTF_8);
        pilot.say(
                false,
                new Report.Ended(
                        job.attempt(),
                        FailureReason.EXIT_CODE,
                        exitCode,
                        null,
                        "exit code " + exitCode,
                        20L,
                        5,
                        List.of(new LogPart(LogPart.Stream.STDERR, bytes, new byte[0], bytes.length))));
        return id;
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

    private static void login(Window window, Role role) {
        window.go("/login");
        window.find("#token").fill(people.token(role.name().toLowerCase(Locale.ROOT), role));
        window.follow(".login button", "/");
    }

    /** The row of the group of this job type. */
    private static String group(String type) {
        return ".groups tbody tr:has(td a:text-is('" + type + "'))";
    }

    static Stream<String> pages() {
        return Stream.of(
                "/errors",
                "/errors?view=all&colour=red&from=yesterday",
                "/errors?by=cause&view=open",
                "/errors?type=no-such-type",
                "/errors?from=2h&reason=EXIT_CODE&host=bad",
                "/errors?ban=bad",
                "/jobs?exit=65");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isInOrderAtEveryWidthAndInBothColourSchemesAndShowsTextAsText(String path) {
        try (var window = chromium.open(server.url())) {
            login(window, Role.OPERATOR);
            window.goAndSeeNothingMove(path);
            window.find("details summary").all().stream().limit(2).forEach(it -> {
                if (it.isVisible()) {
                    it.click();
                }
            });
            window.lookAround(path);
        }
    }

    @Test
    void groupsWhatFailedAndLeadsToTheJobs() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/errors?type=evdisp,monitor,reco");

            assertThat(window.texts(".groups tbody th")).startsWith("6");
            assertThat(window.find(group("evdisp")).innerText())
                    .contains("EXIT_CODE 1", "libGL: cannot load driver swrast", "bad");
            assertThat(window.find(group("reco")).innerText()).contains("[[${7*7}]]");
            assertThat(window.find(".nav .count").count()).isEqualTo(1);
            assertThat(window.find(".why").innerText()).contains("bad fails most of its jobs: 6 of the last 6 failed");
            window.find(group("evdisp") + " th a").click();
            assertThat(window.rows()).hasSize(6);
            window.go("/errors?type=reco");
            window.follow(group("reco") + " .exs a", "/jobs/" + evil);
        }
    }

    @Test
    void narrowsDownByItsAddressAndNamesWhatItDoesNotUnderstand() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/errors?host=good&exit=65&colour=red&from=yesterday");

            assertThat(window.find(".groups tbody tr").count()).isEqualTo(1);
            assertThat(window.texts(".chip.bad b")).containsExactlyInAnyOrder("colour=red", "from=yesterday");
            window.go("/errors?host=good");
            window.follow(".views a:has-text('All failures')", "/errors?host=good&view=ALL");
            window.follow(".seg a:has-text('8 h')", "/errors?view=ALL&host=good&from=8h");
            assertThat(window.texts("main .seg a[aria-current]")).containsExactly("reason, type and host", "8 h");
            window.go("/errors?type=nothing");
            assertThat(window.find(".empty").innerText()).contains("No failure matches");
            window.follow(".empty a", "/errors");
            window.go("/jobs?exit=65");
            assertThat(window.rows()).hasSize(1);
        }
    }

    @Test
    void offersAViewerNothingToPress() {
        try (var window = chromium.open(server.url())) {
            login(window, Role.VIEWER);
            window.go("/errors?ban=bad");

            assertThat(window.find("main form[method=post], main .askban, #ban").count())
                    .isZero();
        }
        try (var window = chromium.open(server.url())) {
            window.go("/errors");
            assertThat(window.find("main a:has-text('Log in to acknowledge')").count())
                    .isEqualTo(1);
        }
    }

    @Test
    void acknowledgesAGroupUntilAnotherJobFailsSoAndTakesItBack() {
        for (var script : List.of(true, false)) {
            var type = "purity" + script;
            fails(good, type, 7, "no table\n");
            try (var window = script ? chromium.open(server.url()) : chromium.openWithoutScripts(server.url())) {
                login(window, Role.OPERATOR);
                seen(window, "/errors?type=" + type, 1);
                window.find(group(type) + " summary").click();
                window.find(group(type) + " input[name=note]").fill("a <b>test</b>");
                window.follow(group(type) + " form.preview button", "/errors?type=" + type);

                assertThat(window.find(".toast").innerText()).contains("acknowledged");
                assertThat(window.find(group(type)).innerText())
                        .contains("acknowledged by operator", "“a <b>test</b>”");
                window.go("/errors?view=open&type=" + type);
                assertThat(window.find(".empty").count()).isEqualTo(1);
                fails(good, type, 7, "no table\n");
                seen(window, "/errors?view=open&type=" + type, 1);
                window.find(group(type) + " summary").click();
                window.find(group(type) + " input[name=note]").fill("again");
                window.find(group(type) + " form.preview button").click();
                window.go("/errors?type=" + type);
                window.follow(group(type) + " button:has-text('Undo')", "/errors?type=" + type);
                assertThat(window.find(".toast").innerText()).contains("undone");
                assertThat(window.find(group(type) + " summary").count()).isEqualTo(1);
                assertThat(window.flaws()).isEmpty();
            }
        }
    }

    /** Opens the page again until it shows so many groups: its numbers are up to a second old. */
    private static void seen(Window window, String path, int groups) {
        Awaitility.await().until(() -> window.go(path).find(".groups tbody tr").count(), it -> it == groups);
    }

    @Test
    void bansAHostWithAReasonAndAllowsItAgain() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            login(window, Role.OPERATOR);
            window.go("/errors");
            window.find(".hosts tr:has-text('stands out') td.keep a").click();
            assertThat(window.find("#ban").innerText()).contains("Its 1 pilot takes no more jobs");
            window.find("#ban-why").fill("libGL broken, 6 of 6 failed");
            window.follow("#ban button", "/errors");

            assertThat(window.find(".toast").innerText()).contains("bad is banned. Its 1 pilot takes no more jobs");
            assertThat(window.find(".bans tbody tr:has-text('bad')").first().innerText())
                    .contains("libGL broken, 6 of 6 failed", "operator", "banned");
            assertThat(window.find(".hosts tr:has(a:text-is('bad'))").innerText())
                    .contains("banned");
            assertThat(stateOf(bad)).isEqualTo(PilotState.DRAINING);
            window.go("/pilots/" + bad.id());
            assertThat(window.find(".why").innerText()).contains("Its host bad is banned", "freshet host allow bad");

            window.go("/errors");
            window.find(".bans tr:has-text('bad') summary").click();
            window.find(".bans input[name=why]").fill("driver installed");
            window.follow(".bans form.preview button", "/errors");
            assertThat(window.find(".bans").innerText()).contains("allowed again by operator", "driver installed");
        }
        bad = ScriptedPilot.registerOn(server, "bad");
        assertThat(stateOf(bad)).isEqualTo(PilotState.ACTIVE);
    }

    private static PilotState stateOf(ScriptedPilot pilot) {
        return server.api()
                .get("/api/v1/pilots/" + pilot.id())
                .as(PilotDetail.class)
                .pilot()
                .state();
    }

    @Test
    void countsWhatFailsWhileSomebodyLooks() {
        fails(good, "femb", 9, "one\n");
        try (var window = chromium.open(server.url())) {
            seen(window, "/errors?type=femb", 1);
            assertThat(window.texts(".groups tbody th")).containsExactly("1");

            fails(good, "femb", 9, "two\n");
            window.find(".groups th a:text-is('2')").waitFor();
            fails(good, "femb", 10, "three\n");

            window.find("[data-more='group-']:visible").waitFor();
            assertThat(window.find(".groups tbody tr").count()).isEqualTo(1);
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void isReachedByAKeyAndSaysSoWhereNothingFailed() {
        try (var quiet = TestServer.start();
                var window = chromium.open(quiet.url())) {
            window.go("/jobs").press("g", "e").arriveAt("/errors");

            assertThat(window.find(".empty").innerText()).contains("No unresolved failure");
            assertThat(window.find(".nav .count").count()).isZero();
            assertThat(window.find("main").innerText()).contains("No host is banned.");
        }
    }
}
