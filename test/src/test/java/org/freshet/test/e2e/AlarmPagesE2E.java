package org.freshet.test.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.freshet.protocol.Role;
import org.freshet.server.alarm.AlarmSweep;
import org.freshet.test.support.People;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alarms and the hand-over of a shift in a real browser, as a shifter uses them. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class AlarmPagesE2E {

    private static final String EVIL =
            "<script>window.__xss=1</script><img src=x onerror=window.__xss=2>\"'> [[${7*7}]]";
    private static final String LONG = "a-name-that-goes-on-and-on-".repeat(7);

    private static TestServer server;
    private static Chromium chromium;
    private static String operator;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.api.requests-per-second=0", "freshet.pilot.long-poll=1s");
        operator = new People(server).token("otto", Role.OPERATOR);
        Scene.play(server);
        for (var service : List.of("tscan", "purge", "olddata", "backup")) {
            fallSilent(service);
        }
        // No rule gives such names, and a page must not care. The open one has no rule that would end it.
        server.db()
                .sql(
                        "insert into alarm (rule, object, severity, brief, sentence, detail, command, raised_at, cleared_at,"
                                + " acked_at, acked_by, ack_note) values ('NUMBER', :evil, 'BROKEN', :evil, :evil, :evil, :evil,"
                                + " now() - interval '2 h', now() - interval '1 h', now() - interval '90 min', :evil, :evil),"
                                + " ('NUMBER', :long, 'UNKNOWN', :long, :long, '', null, now() - interval '3 h',"
                                + " now() - interval '30 min', null, null, null)")
                .param("evil", EVIL)
                .param("long", LONG)
                .update();
        server.db()
                .sql("insert into alarm_silence (rule, object, reason, until, made_by) values"
                        + " ('SILENT', 'backup', :evil, now() + interval '3 h', :evil)")
                .param("evil", EVIL)
                .update();
        server.db()
                .sql("insert into shift_note (author, body) values (:evil, :evil), ('tom', :long)")
                .param("evil", EVIL)
                .param("long", LONG)
                .update();
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

    private static void fallSilent(String service) {
        server.db()
                .sql("insert into watch (service, every_s, since, late_since) values (:service, 300,"
                        + " now() - interval '16 min', now() - interval '11 min')")
                .param("service", service)
                .update();
        server.part(AlarmSweep.class).sweep();
    }

    private static void write(String service) {
        server.db()
                .sql("update watch set late_since = null where service = :service")
                .param("service", service)
                .update();
        server.part(AlarmSweep.class).sweep();
    }

    private static long alarm(String service) {
        return server.db()
                .sql("select id from alarm where object = :service and cleared_at is null")
                .param("service", service)
                .query(Long.class)
                .single();
    }

    private static Window login(Window window) {
        window.go("/login");
        window.find("#token").fill(operator);
        window.follow(".login button", "/");
        return window;
    }

    static Stream<String> pages() {
        return Stream.of(
                "/",
                "/alarms",
                "/alarms?state=OPEN&colour=red",
                "/alarms?object=there is none",
                "/handover",
                "/handover?hours=24",
                "/handover?from=2020-01-01T00:00&to=soon");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isInOrderAtEveryWidthAndInBothColourSchemesAndShowsTextAsText(String path) {
        try (var window = login(chromium.open(server.url()))) {
            window.goAndSeeNothingMove(path).lookAround(path);
        }
    }

    @Test
    void isInOrderForThoseWhoMayOnlyReadAndWithItsFormsOpen() {
        try (var window = chromium.open(server.url())) {
            window.go("/alarms");
            assertThat(window.find("form[action^='/alarms/']").count()).isZero();
            window.lookAround("/alarms of a reader");
        }
        try (var window = login(chromium.open(server.url()))) {
            window.go("/alarms");
            window.find("#alarm-" + alarm("purge") + " summary:has-text('Silence')")
                    .click();
            window.lookAround("/alarms with a form");
        }
    }

    @Test
    void acknowledgesWithANoteAndTellsEveryOpenPage() {
        fallSilent("acked");
        var row = "#alarm-" + alarm("acked");
        try (var mine = login(chromium.open(server.url()));
                var other = chromium.open(server.url())) {
            other.go("/alarms");
            mine.go("/alarms");
            mine.find(row + " summary:has-text('Acknowledge')").click();
            mine.find(row + " [name=note]:visible").fill("cron is <b>restarted</b>");
            mine.press("Enter");

            assertThat(mine.find(".toast")).hasText("Acknowledged: acked is silent.");
            assertThat(mine.find(row)).hasClass("s-late acked");
            assertThat(mine.find(row)).containsText("“cron is <b>restarted</b>”");
            assertThat(mine.find(row + " summary:has-text('Acknowledge')").count())
                    .isZero();
            assertThat(other.find(row)).containsText("acknowledged by otto");
            mine.go("/");
            assertThat(mine.find(".banner:has-text('acked: silent')")).hasCount(0);
            assertThat(mine.find(".alarms li:has-text('acked is silent')")).hasClass("s-late acked");
            assertThat(mine.flaws()).isEmpty();
        }
        write("acked");
    }

    @Test
    void silencesForATimeAndEndsThatWithoutScripts() {
        fallSilent("quiet");
        var row = "#alarm-" + alarm("quiet");
        try (var window = login(chromium.openWithoutScripts(server.url()))) {
            window.go("/alarms");
            assertThat(window.find("#sound").isVisible()).isFalse();
            window.find(row + " summary:has-text('Silence')").click();
            window.find(row + " [name=reason]:visible").fill("disk is replaced");
            window.find(row + " [name=hours]").selectOption("8");
            window.follow(row + " button:has-text('Silence alarm')", "/alarms");
            assertThat(window.find(".toast")).hasText(Pattern.compile("Silenced until .* UTC: quiet is silent\\."));
            assertThat(window.find(row)).hasClass("s-paused acked");

            window.find(row + " summary:has-text('End the silence')").click();
            window.follow(row + " button:has-text('End silence')", "/alarms");
            assertThat(window.find(".toast")).hasText(Pattern.compile("Silence \\d+ was ended\\."));
            assertThat(window.find(row)).hasClass("s-late");
        }
        write("quiet");
    }

    @Test
    void countsInTheTitleAndSoundsOfWhatIsNewWhereThatIsWanted() {
        try (var window = chromium.open(server.url())) {
            window.go("/alarms");
            var before = Integer.parseInt(window.find("#alarm-count b").innerText());
            assertThat(window.page().title()).isEqualTo("(" + before + ") Alarms · Freshet");
            window.find("#sound").click();
            assertThat(window.find("#sound")).hasAttribute("aria-pressed", "true");
            assertThat(window.find("html[data-sounded]")).hasCount(1);

            fallSilent("loud");
            assertThat(window.find("html[data-sounded='" + alarm("loud") + "']"))
                    .hasCount(1);
            assertThat(window.page()).hasTitle("(" + (before + 1) + ") Alarms · Freshet");

            window.go("/jobs");
            assertThat(window.find("html[data-sounded]")).hasCount(0); // it was told already
            window.find("h1").click(); // some browsers want a page to be touched before it may be heard
            fallSilent("louder");
            assertThat(window.find("html[data-sounded='" + alarm("louder") + "']"))
                    .hasCount(1);

            window.go("/alarms");
            window.find("#sound").click(new Locator.ClickOptions().setDelay(300)); // as a person presses it
            assertThat(window.find("#sound")).hasAttribute("aria-pressed", "false");
            fallSilent("unheard");
            assertThat(window.find("#alarm-" + alarm("unheard"))).isVisible();
            assertThat(window.find("html[data-sounded='" + alarm("unheard") + "']"))
                    .hasCount(0);
            assertThat(window.flaws()).isEmpty();
        }
        for (var service : List.of("loud", "louder", "unheard")) {
            write(service);
        }
    }

    @Test
    void soundsAgainOfWhatIsNoLongerSilentAndOfAnotherDatabaseWithLowerNumbers() {
        try (var window = chromium.open(server.url())) {
            window.go("/alarms");
            window.find("#sound").click();
            assertThat(window.find("html[data-sounded]")).hasCount(1);
            server.db()
                    .sql("insert into alarm (id, rule, object, severity, brief, sentence, detail, raised_at)"
                            + " overriding system value"
                            + " values (1000000, 'NUMBER', 'high', 'LATE', 'high', 'high', '', now())")
                    .update();
            assertThat(window.find("html[data-sounded='1000000']")).hasCount(1);
            server.db().sql("delete from alarm where id = 1000000").update();

            fallSilent("muffled");
            var sounded = window.find("html[data-sounded='" + alarm("muffled") + "']");
            assertThat(sounded).hasCount(1);
            window.page().evaluate("() => { delete document.documentElement.dataset.sounded }");
            server.db()
                    .sql("insert into alarm_silence (rule, object, reason, until, made_by)"
                            + " values ('SILENT', 'muffled', 'later', now() + interval '1 h', 'olga')")
                    .update();
            assertThat(window.find("#alarm-" + alarm("muffled"))).hasClass("s-paused acked");
            server.db()
                    .sql("delete from alarm_silence where object = 'muffled'")
                    .update();

            assertThat(sounded).hasCount(1);
            assertThat(window.flaws()).isEmpty();
        }
        write("muffled");
    }

    @Test
    void leavesAHalfTypedFormToItsReader() {
        var row = "#alarm-" + alarm("olddata");
        try (var window = login(chromium.open(server.url()))) {
            window.go("/alarms");
            window.find(row + " summary:has-text('Acknowledge')").click();
            window.find(row + " [name=note]:visible").fill("half typed");
            window.find("h1").click();

            fallSilent("meanwhile");
            assertThat(window.find("#alarm-count")).hasAttribute("aria-label", countOfOpen() + " alarms open");

            assertThat(window.find(row + " [name=note]")).hasValue("half typed");
        }
        write("meanwhile");
    }

    private static long countOfOpen() {
        return server.db()
                .sql("select count(*) from alarm where cleared_at is null and acked_at is null and object <> 'backup'")
                .query(Long.class)
                .single();
    }

    @Test
    void leadsByKeysAndByTheBell() {
        try (var window = chromium.open(server.url())) {
            window.go("/jobs").press("g", "s").arriveAt("/handover");
            window.press("g", "a").arriveAt("/alarms");
            window.go("/pool").follow("#alarm-count", "/alarms");
            window.follow(".tabs a:has-text('Hand-over')", "/handover");
            window.follow(".nav a:has-text('Shift')", "/handover");
        }
    }

    @Test
    void handsOverWithNotesAndIsCopied() {
        try (var window = login(chromium.open(server.url()))) {
            window.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            window.go("/handover");
            window.find("#note").fill("Beam comes back about 05:30.\nExpect short runs.");
            window.follow("button:has-text('Add note')", "/handover");
            assertThat(window.find(".toast")).hasText("The note was added.");
            assertThat(window.find(".note").first()).containsText("Expect short runs.");
            assertThat(window.find("#handover-text"))
                    .hasValue(Pattern.compile(
                            "Shift from .*OPEN.*tscan: silent since.*otto: Beam comes back about 05:30\\..*",
                            Pattern.DOTALL));

            window.find("button[data-copy]").click();
            assertThat(window.find("button[data-copy]")).hasText("Copied");
            assertThat((String) window.page().evaluate("() => navigator.clipboard.readText()"))
                    .isEqualTo(window.find("#handover-text").inputValue());

            window.follow("a:has-text('Shift before')", before(window));
            assertThat(window.find("h1 + .q").innerText()).startsWith("until ");
            assertThat(window.flaws()).isEmpty();
        }
    }

    private static String before(Window window) {
        return window.find("a:has-text('Shift before')").getAttribute("href");
    }

    @Test
    void takesTheBannerAwayWhenSomebodyKnowsOfIt() {
        fallSilent("bannered");
        try (var window = login(chromium.open(server.url()))) {
            window.go("/");
            var banner = window.find(".banner:has-text('bannered: silent')");
            banner.waitFor();
            server.db()
                    .sql("update alarm set acked_at = now(), acked_by = 'otto' where object = 'bannered'")
                    .update();
            banner.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            assertThat(window.find(".alarms li:has-text('bannered is silent')")).hasClass("s-late acked");
        }
        write("bannered");
    }
}
