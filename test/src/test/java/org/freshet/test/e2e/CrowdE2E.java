package org.freshet.test.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.List;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More alarms and job types than a wall or a phone has room for. */
@Timeout(120)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class CrowdE2E {

    private static final int LATE = 5;
    private static final int IDLE = 40;
    private static final int ALARMS = 7;

    private static TestServer server;
    private static Chromium chromium;
    private Window window;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.pilot.long-poll=1s", "freshet.alarm.every=1h");
        Scene.play(server);
        var pilot = ScriptedPilot.register(server);
        for (int n = 1; n <= LATE; n++) {
            var since = Instant.now().minusSeconds(1200L + 60 * n).toString();
            server.api()
                    .submit(aJob().ofType("late-of-the-photon-detectors-" + n)
                            .with("memoryMb", 100_000)
                            .with("dataTime", since));
        }
        server.db()
                .sql("insert into job_type (name) select 'a-quiet-one-' || n from generate_series(1, :idle) n")
                .param("idle", IDLE)
                .update();
        server.api()
                .submit(aJob().ofType("z-near-its-limit")
                        .with("priority", 9)
                        .with("dataTime", Instant.now().minusSeconds(300).toString()));
        pilot.say(false, finished(pilot.claim()));
        server.db()
                .sql("insert into alarm (rule, object, severity, brief, sentence, detail, raised_at)"
                        + " select 'NUMBER', 'rate-' || n, case when n = 4 then 'BROKEN' else 'LATE' end,"
                        + " 'rate-' || n || ' is out of its range', 'rate-' || n || ' is 0.5 Hz; it should be above 2 Hz.',"
                        + " 'Written by the run control, which looks every minute.', now() - make_interval(mins => n)"
                        + " from generate_series(1, cast(:alarms as integer)) n")
                .param("alarms", ALARMS)
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

    @BeforeEach
    void open() {
        window = chromium.open(server.url());
    }

    @AfterEach
    void close() {
        window.close();
    }

    private int visible(String selector) {
        return (int)
                window.find(selector).all().stream().filter(Locator::isVisible).count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 1920, 3840})
    void fitsAWallWithoutScrollingInLettersToReadAcrossARoom(int width) {
        int height = width * 9 / 16;
        window.page().setViewportSize(width, height);
        window.go("/?wall=1");

        assertThat(window.find(".nav")).isHidden();
        assertThat(window.find(".chip.bad")).hasCount(0);
        assertThat(window.find("#q")).isHidden();
        assertThat(window.find(".foot")).isHidden();
        assertThat(window.overhang()).isZero();
        assertThat(window.page().evaluate("() => document.documentElement.scrollHeight"))
                .isEqualTo(height);
        for (var part :
                new String[] {".health h1", ".banners b", ".card", ".tile", ".alarms p", "figure svg", ".plot .x"}) {
            assertThat(visible(part)).as(part).isPositive();
            assertThat(window.page().evaluate("""
                    it => [...document.querySelectorAll(it)].filter(it => it.checkVisibility())
                      .filter(it => it.getBoundingClientRect().bottom > innerHeight || it.getBoundingClientRect().height < 9)
                      .map(it => it.outerHTML)
                    """, part)).as(part).isEqualTo(List.of());
        }
        assertThat((Boolean) window.find(".w5 > .panel").first().evaluate("it => it.scrollHeight <= it.clientHeight"))
                .as("the alarms are cut")
                .isTrue();
        assertThat(window.find(".card a.btn").first()).isHidden();
        // read from 5 m: 15 mm, on a screen 1.2 m wide
        for (var text : new String[] {".health p", ".banners p", ".card .tx", ".tile .tn", ".alarms p"}) {
            var size = window.find(text).first().evaluate("it => parseFloat(getComputedStyle(it).fontSize)");
            assertThat(((Number) size).doubleValue()).as(text).isGreaterThan(width / 80.0);
        }
        assertThat(window.find("#live")).isVisible();
        assertThat(window.barriers()).isEmpty();
    }

    @Test
    void saysWhatAWallHasNoRoomForAndShowsWhatIsMostUrgent() {
        window.page().setViewportSize(1920, 1080);
        window.go("/?wall=1");

        assertThat(visible(".card")).isEqualTo(2);
        assertThat(window.find(".card").first()).containsText("reco");
        assertThat(window.find(".card").nth(1)).containsText("photon-detectors-5");
        assertThat(window.find(".subhead"))
                .containsText("and " + (window.find(".card").count() - 2) + " more types that are late or broken");
        assertThat(visible(".tile")).isEqualTo(10);
        assertThat(window.find(".tile:has-text('z-near-its-limit')")).isVisible();
        assertThat(window.find(".subhead"))
                .containsText("and " + (window.find(".tile").count() - 10) + " more types in time or quiet");
        assertThat(visible(".banners b")).isEqualTo(1);
        assertThat(window.find(".banners b").first()).containsText("rate-4");
        assertThat(window.find(".banners summary")).hasText(ALARMS - 1 + " more alarms");
        assertThat(visible(".alarms li")).isEqualTo(4);
        assertThat(window.find("[data-live=alarms-list] .wall")).hasText("and 3 more");
        assertThat(window.find("p.wall").last()).containsText("jobs and pilots by state");
    }

    @Test
    void showsOneAlarmOnAPhoneAndUnfoldsTheOthersWithoutScripts() {
        try (var plain = chromium.openWithoutScripts(server.url())) {
            plain.resize(390).go("/");
            assertThat(plain.find(".banners b").first()).containsText("rate-4");
            assertThat(plain.find(".banners b").nth(1)).isHidden();
            assertThat(plain.find(".health").boundingBox().y).isLessThan(450);

            plain.find(".banners summary").click();

            assertThat(plain.find(".banners b").nth(1)).isVisible();
            assertThat(plain.find(".banners .banner:has-text('The page Alarms has them all')"))
                    .isVisible();
            assertThat(plain.overhang()).isZero();
            plain.resize(1440);
            assertThat(plain.find(".banners summary")).isHidden();
            assertThat(plain.find(".banners b").nth(1)).isVisible();
        }
    }

    @Test
    void leavesAlarmsUnfoldedWhenOneComes() {
        window.resize(390).paint(ColorScheme.DARK).go("/");
        window.find(".banners summary").click();

        server.db()
                .sql("insert into alarm (rule, object, severity, brief, sentence, detail, raised_at)"
                        + " values ('NUMBER', 'new', 'LATE', 'new is high', 'new is high', '', now())")
                .update();

        assertThat(window.find(".banners summary")).hasText(ALARMS + " more alarms");
        assertThat(window.find(".banners b").nth(1)).isVisible();
        server.db().sql("delete from alarm where object = 'new'").update();
    }
}
