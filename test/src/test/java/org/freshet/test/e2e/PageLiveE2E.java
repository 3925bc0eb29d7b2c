package org.freshet.test.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Report;
import org.freshet.protocol.Role;
import org.freshet.test.support.JobText;
import org.freshet.test.support.People;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Pages stay up to date by themselves, and nothing on them moves. */
@Timeout(60)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class PageLiveE2E {

    private static final String LOG = "ol[data-grow^=stdout]";
    private static final String FOLLOW = "[data-follow^=stdout]";

    private static TestServer server;
    private static Chromium chromium;
    private static String operator;
    private ScriptedPilot pilot;
    private Assignment job;
    private Window window;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.pilot.long-poll=1s");
        operator = new People(server).token("otto", Role.OPERATOR);
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

    @BeforeEach
    void runAJobBetweenOthers() {
        var api = server.api();
        api.submit(aJob().with("state", "template"));
        api.submit(aJob());
        pilot = ScriptedPilot.register(server);
        job = pilot.claim();
        pilot.say(false, started(job));
        api.submit(aJob().with("state", "template"));
        window = chromium.open(server.url());
    }

    @AfterEach
    void endIt() {
        pilot.say(false, finished(job));
        window.close();
    }

    @Test
    void changesTheStateOfARowInItsPlace() {
        remember(window.go("/jobs"));
        var before = window.rows();
        var state = window.find("[data-live=job" + job.attempt().job() + "-state]");
        soon(state).containsText("running");

        pilot.say(false, finished(job));

        soon(state).containsText("finished");
        assertThat(window.rows()).isEqualTo(before);
        assertThat(remembers(window)).isTrue();
        assertThat(window.flaws()).isEmpty();
    }

    @Test
    void announcesNewJobsAndLeavesTheRowsWhereTheyAre() {
        remember(window.go("/jobs"));
        var before = window.rows();

        var submitted = server.api().submit(aJob().with("state", "template")).value();

        soon(window.find("[data-live=arrived]")).containsText("1 newer job");
        assertThat(window.rows()).isEqualTo(before);
        assertThat(remembers(window)).isTrue();
        window.find("[data-live=arrived] a").click();
        soon(window.find("tr[data-row=\"" + submitted + "\"]")).isVisible();
        assertThat(window.rows().getFirst()).isEqualTo(submitted);
    }

    @Test
    void keepsARowThatNoLongerBelongsToTheListAndSaysSo() {
        window.go("/jobs?state=RUNNING");
        var before = window.rows();

        pilot.say(false, finished(job));

        var row = window.find("tr[data-row=\"" + job.attempt().job() + "\"]");
        soon(row).containsText("no longer matches");
        soon(row).containsText("finished");
        assertThat(window.rows()).isEqualTo(before);
    }

    @Test
    void letsTheLogGrowWhileThePayloadRuns() {
        pilot.say(false, new Report.Progress(job.attempt(), log("first line\n")));
        remember(window.go("/jobs/" + job.attempt().job()));
        soon(window.find(LOG)).containsText("first line");

        pilot.say(false, new Report.Progress(job.attempt(), log("first line\nsecond line\n")));

        soon(window.find(LOG)).containsText("second line");
        assertThat(remembers(window)).isTrue();
    }

    @Test
    void staysAtTheEndOfALogThatGrows() {
        print(lines(1, 100));
        window.go("/jobs/" + job.attempt().job());
        soon(window.find(LOG)).containsText("line 100");

        print(lines(1, 200));

        soon(window.find(LOG)).containsText("line 200");
        assertThat(distanceFromTheEnd()).isLessThan(5);
    }

    @Test
    void leavesTheLogAloneWhileSomebodyReadsFurtherUp() {
        print(lines(1, 100));
        window.go("/jobs/" + job.attempt().job());
        soon(window.find(LOG)).containsText("line 100");
        window.find(LOG).evaluate("log => { log.scrollTop = 40 }");
        soon(window.find(FOLLOW)).hasAttribute("aria-pressed", "false");

        print(lines(1, 200));

        soon(window.find("[data-live^=stdout]")).containsText("200 lines");
        assertThat(window.find(LOG).evaluate("log => log.scrollTop")).isEqualTo(40);
        assertThat(window.texts(LOG).getFirst()).doesNotContain("line 101");
        window.find(FOLLOW).press("Enter");
        soon(window.find(LOG)).containsText("line 200");
        soon(window.find(FOLLOW)).hasAttribute("aria-pressed", "true");
        assertThat(distanceFromTheEnd()).isLessThan(5);
    }

    @Test
    void stopsAndBeginsToFollowWithAKey() {
        print(lines(1, 3));
        window.go("/jobs/" + job.attempt().job());
        soon(window.find(FOLLOW)).hasAttribute("aria-pressed", "true");

        window.press("t");
        soon(window.find(FOLLOW)).hasAttribute("aria-pressed", "false");
        print(lines(1, 6));
        soon(window.find("[data-live^=stdout]")).containsText("6 lines");
        var stopped = window.texts(LOG).getFirst();
        window.press("t");

        assertThat(stopped).doesNotContain("line 4");
        soon(window.find(LOG)).containsText("line 6");
    }

    @Test
    void showsTheFirstOutputOnAPageThatWasThereBeforeIt() {
        remember(window.go("/jobs/" + job.attempt().job()));

        print("first line\n");

        soon(window.find(LOG)).containsText("first line");
        assertThat(remembers(window)).isTrue();
        assertThat(window.flaws()).isEmpty();
    }

    @Test
    void showsTheLogOfTheEndAndOffersNoMoreToFollow() {
        print("first line\n");
        window.go("/jobs/" + job.attempt().job());
        soon(window.find(LOG)).containsText("first line");

        var log = log("first line\nlast line\n");
        pilot.say(false, new Report.Ended(job.attempt(), null, 0, null, null, 20L, 5, log));

        soon(window.find(LOG)).containsText("last line");
        soon(window.find(FOLLOW)).isHidden();
        soon(window.find("[data-follow^=stderr]")).isHidden();
    }

    @Test
    void isNoWiderForALineWithoutAnEnd() {
        window.resize(390).go("/jobs/" + job.attempt().job());

        print("\u001b[31mred\u001b[0m \u0007" + "0".repeat(60_000));

        soon(window.find(LOG)).containsText("red ·000");
        assertThat(window.overhang()).isZero();
        assertThat(window.flaws()).isEmpty();
    }

    @Test
    void keepsTheFocusWhileThePageChanges() {
        window.go("/jobs");
        var link = "tr[data-row=\"" + job.attempt().job() + "\"] th a";
        window.find(link).focus();

        pilot.say(false, finished(job));

        soon(window.find("[data-live=job" + job.attempt().job() + "-state]")).containsText("finished");
        assertThat(window.hasFocus(link)).isTrue();
    }

    @Test
    void movesNothingAtWhichSomebodyAimsUntilTheMouseHasLeft() {
        window.go("/");
        window.awaitThat("() => streams() && !wanted && !busy");
        window.find("#h-feed").scrollIntoViewIfNeeded();
        window.page().evaluate("""
                () => {
                  window.shifts = []
                  const feed = document.getElementById('h-feed').closest('section')
                  const isOfFeed = ({ node }) => node && (feed.contains(node) || node.contains(feed))
                  new PerformanceObserver(list =>
                    window.shifts.push(...list.getEntries().flatMap(it => it.sources).filter(isOfFeed))
                  ).observe({ type: 'layout-shift' })
                }
                """);
        var place = window.find("#h-feed").boundingBox();
        server.db()
                .sql("insert into alarm (rule, object, severity, brief, sentence, detail, raised_at)"
                        + " values ('NUMBER', 'hot', 'LATE', 'hot is high', 'hot is high', '', now())")
                .update();

        var moves = new AtomicInteger();
        window.page().waitForCondition(() -> {
            window.page().mouse().move(place.x + 9 + moves.incrementAndGet() % 2, place.y + 9);
            return (Boolean) window.page().evaluate("() => held.has('alarms') && held.has('alarms-list')");
        });

        awaitTheNextSecond();
        assertThat(window.find("#h-feed").boundingBox().y).isEqualTo(place.y);
        assertThat(window.page().evaluate("() => window.shifts.length")).isEqualTo(0);
        window.page().mouse().move(1, 1);
        soon(window.find("[data-live=alarms-list]")).containsText("hot is high");
        soon(window.find(".banners")).containsText("hot is high");
        server.db().sql("delete from alarm where object = 'hot'").update();
    }

    @Test
    void changesWhatStaysInItsPlaceAlsoUnderMouseAndFocus() {
        var late = server.api().submit(aTardyJob("tardier"));
        window.go("/");
        var value = window.find(".card:has-text('tardier') .val");
        var link = window.find(".card:has-text('tardier') a.btn").first();
        link.hover();
        link.focus();
        link.evaluate("it => { window.link = it }");

        for (int n = 0; n < 2; n++) {
            soon(value).not().hasText(value.innerText());
        }

        assertThat((Boolean) window.page().evaluate("() => window.link === document.activeElement"))
                .isTrue();
        server.api().change(late, "cancel");
    }

    @Test
    void saysHowOldItIsWhenTheServerDoesNotAnswer() {
        window.go("/jobs");
        soon(window.find("#live")).isVisible();
        var place = window.find("#main").boundingBox().y;

        window.page().context().setOffline(true);
        soon(window.find("#lost")).isVisible();
        assertThat(window.find("#main").boundingBox().y).isEqualTo(place);
        assertThat(window.texts("#lost").getFirst()).contains("Connection lost").containsPattern("[0-9]+ s old");
        // what ticks is not read aloud each second
        assertThat(window.find("[role=status] #lost-age")).hasCount(0);
        assertThat(window.find("#live").isVisible()).isFalse();
        window.page().context().setOffline(false);

        soon(window.find("#lost")).isHidden();
        soon(window.find("#live")).isVisible();
    }

    @Test
    void hearsOfChangesByAStreamAndAsksNoMore() {
        var asked = new AtomicInteger();
        window.go("/jobs");
        window.awaitThat("() => streams() && !wanted && !busy");
        window.page().onRequest(it -> asked.incrementAndGet());

        pilot.say(false, finished(job));

        soon(window.find("[data-live=job" + job.attempt().job() + "-state]")).containsText("finished");
        assertThat(asked).hasValue(0);
        assertThat(window.flaws()).isEmpty();
    }

    @Test
    void asksNoMoreWhileOnlyAgesTickForWhoeverIsLoggedIn() {
        var late = server.api().submit(aTardyJob("tardy"));
        login();
        window.go("/");
        var value = window.find(".card:has-text('tardy') .val");
        soon(window.find(".card:has-text('tardy') a.btn").first()).isVisible();
        window.awaitThat("() => streams() && !wanted && !busy");
        var asked = new AtomicInteger();
        window.page().onRequest(it -> asked.incrementAndGet());

        for (int n = 0; n < 3; n++) {
            soon(value).not().hasText(value.innerText());
        }

        assertThat(asked).hasValue(0);
        server.api().change(late, "cancel");
    }

    @Test
    void asksNoMoreForAStateInAListThatOffersNothingNew() {
        login();
        window.go("/jobs");
        assertThat(window.find("form#bulk")).hasCount(1);
        window.awaitThat("() => streams() && !wanted && !busy");
        var asked = new AtomicInteger();
        window.page().onRequest(it -> asked.incrementAndGet());

        pilot.say(false, finished(job));

        soon(window.find("[data-live=job" + job.attempt().job() + "-state]")).containsText("finished");
        awaitTheNextSecond();
        assertThat(asked).hasValue(0);
    }

    /** Waits for no pilot of this test, and is late already. */
    private static JobText aTardyJob(String type) {
        var since = Instant.now().minusSeconds(20 * 60);
        return aJob().ofType(type).with("memoryMb", 100_000).with("dataTime", since.toString());
    }

    private void login() {
        window.go("/login");
        window.find("#token").fill(operator);
        window.follow(".login button", "/");
    }

    private void awaitTheNextSecond() {
        var clock = window.find("#clock");
        soon(clock).not().hasText(clock.innerText());
    }

    @Test
    void asksByItselfWhereNoStreamCanBeHad() {
        window.page().route(it -> true, route -> {
            if (route.request().headers().getOrDefault("accept", "").contains("text/event-stream")) {
                route.abort();
            } else {
                route.resume();
            }
        });
        window.go("/jobs");

        pilot.say(false, finished(job));

        soon(window.find("[data-live=job" + job.attempt().job() + "-state]")).containsText("finished");
        assertThat(window.find("#lost").isVisible()).isFalse();
    }

    /** Over HTTP/1.1 a browser has six connections to a server, and each stream takes one. */
    @Test
    @Timeout(180)
    void keepsEightWindowsOfABrowserUpToDateAndIsAnsweredInANinth() {
        var paths =
                List.of("/", "/jobs", "/pilots", "/pool", "/workflows", "/datasets", "/jobs?state=RUNNING", "/alarms");
        var context = window.page().context();
        var pages = paths.stream()
                .map(path -> {
                    var page = context.newPage();
                    page.navigate(path);
                    return page;
                })
                .toList();

        for (var page : pages) {
            soon(page.locator("#live")).isVisible();
            var clock = page.locator("#clock");
            // a server that eight windows keep busy is asked less often
            var patiently = new LocatorAssertions.HasTextOptions().setTimeout(60_000);
            soon(clock).not().hasText(clock.innerText(), patiently);
        }
        window.go("/jobs/" + job.attempt().job());

        soon(window.find("h1")).isVisible();
        assertThat(pages.stream().filter(it -> (Boolean) it.evaluate("() => streams()")))
                .hasSize(4);
        pages.getFirst().close();
        pages.getLast()
                .waitForCondition(() -> pages.stream()
                                .skip(1)
                                .filter(it -> (Boolean) it.evaluate("() => streams()"))
                                .count()
                        == 4);
        assertThat(window.flaws()).isEmpty();
    }

    @Test
    void restsWhileNobodySeesItAndCatchesUpWhenSomebodyDoes() {
        window.go("/jobs");
        window.awaitThat("() => streams()");
        hide(true);
        window.awaitThat("() => source === null");

        pilot.say(false, finished(job));
        hide(false);

        soon(window.find("[data-live=job" + job.attempt().job() + "-state]")).containsText("finished");
        window.awaitThat("() => streams()");
    }

    private void hide(boolean hidden) {
        window.page().evaluate("""
                hidden => {
                  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
                  document.dispatchEvent(new Event('visibilitychange'))
                }
                """, hidden);
    }

    @Test
    void standsStillWhilePausedAndCountsWhatWaits() {
        window.go("/jobs");
        window.awaitThat("() => streams() && !wanted && !busy");
        var state = window.find("[data-live=job" + job.attempt().job() + "-state]");

        window.press("Space");
        pilot.say(false, finished(job));

        soon(window.find("#paused")).containsText("changes wait");
        assertThat(state.textContent()).contains("running");
        window.find("#resume").click();
        soon(state).containsText("finished");
        soon(window.find("#paused")).isHidden();
    }

    /** A mark that a reload of the page would remove. */
    private static void remember(Window window) {
        window.page().evaluate("() => { window.remembered = true }");
    }

    private static boolean remembers(Window window) {
        return (Boolean) window.page().evaluate("() => window.remembered === true");
    }

    /** What becomes true with one of the next updates, which come every second. */
    private static LocatorAssertions soon(Locator locator) {
        return assertThat(locator);
    }

    private void print(String text) {
        pilot.say(false, new Report.Progress(job.attempt(), log(text)));
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(it -> "line " + it + "\n")
                .collect(Collectors.joining());
    }

    private int distanceFromTheEnd() {
        var pixels = window.find(LOG).evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight");
        return ((Number) pixels).intValue();
    }

    private static List<LogPart> log(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return List.of(new LogPart(LogPart.Stream.STDOUT, bytes, new byte[0], bytes.length));
    }
}
