package org.freshet.test.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** Pages look as their reader wants them: times, colours, rows, keys, and paper. */
@Timeout(120)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class DisplayE2E {

    private static final String BACKGROUND = "() => getComputedStyle(document.body).backgroundColor";

    private static TestServer server;
    private static Scene scene;
    private static Chromium chromium;
    private Window window;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        server = TestServer.start("freshet.pilot.long-poll=1s");
        scene = Scene.play(server);
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
        assertThat(window.flaws()).isEmpty();
        window.close();
    }

    /** Opens the choices and follows one. */
    private static void choose(Window window, String link) {
        window.find(".foot a[href='#keys']").click();
        window.find("#keys a:text-is('" + link + "')").click();
        window.find("#keys a[aria-current]:text-is('" + link + "')")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        window.page().waitForLoadState();
    }

    @Test
    void isDarkOrLightAsItsReaderWantsWhateverTheSystemSays() {
        window.paint(ColorScheme.LIGHT).go("/jobs");
        var light = window.page().evaluate(BACKGROUND);

        choose(window, "dark");
        var dark = window.page().evaluate(BACKGROUND);
        choose(window, "as the system");

        assertThat(dark).isNotEqualTo(light);
        assertThat(window.page().evaluate(BACKGROUND)).isEqualTo(light);
        assertThat(window.page().url()).endsWith("/jobs");
    }

    @Test
    void makesRowsLowerAndHigher() {
        window.go("/jobs");
        var height = "() => document.querySelector('tbody td').getBoundingClientRect().height";
        var normal = ((Number) window.page().evaluate(height)).doubleValue();

        choose(window, "compact");
        var compact = ((Number) window.page().evaluate(height)).doubleValue();
        choose(window, "roomy");
        var roomy = ((Number) window.page().evaluate(height)).doubleValue();

        assertThat(compact).isLessThan(normal);
        assertThat(roomy).isGreaterThan(normal);
    }

    @Test
    void turnsTimesFromUtcToLocalToAgesWithAKeyAndGoesOnToUpdateThem() {
        window.go("/jobs");
        var utc = window.texts("tbody time").getFirst();

        window.press("u");
        window.find(".foot:has-text('charts and sentences in UTC')").waitFor();
        window.page().waitForLoadState(); // and with it the scripts that hear the keys
        assertThat(window.find("tbody time").first().getAttribute("title")).isEqualTo(utc + " UTC");
        window.press("u");
        assertThat(window.find("tbody time").first()).containsText("ago");
        window.page().waitForLoadState();
        window.awaitThat("() => streams()");
        window.press("u");

        assertThat(window.find(".foot")).containsText("Times in UTC");
        assertThat(window.texts("tbody time").getFirst()).isEqualTo(utc);
    }

    @Test
    void showsTheSameTimesWithoutScripts() {
        try (var plain = chromium.openWithoutScripts(server.url())) {
            plain.go("/jobs");

            choose(plain, "ages");

            assertThat(plain.texts("tbody time").getFirst()).contains("ago");
            assertThat(plain.page().url()).endsWith("/jobs");
        }
    }

    @Test
    void obeysNoSingleLetterOfWhoeverWantsNone() {
        window.go("/jobs");
        choose(window, "do nothing");

        window.press("g", "p", "u", "/");

        assertThat(window.page().url()).endsWith("/jobs");
        assertThat(window.hasFocus("#q")).isFalse();
        window.press("?");
        assertThat(window.find("#keys")).isVisible();
    }

    @Test
    void goesThroughRowsWithKeysAndOpensOne() {
        window.go("/jobs");
        var rows = window.rows();

        window.press("j", "j", "j", "k");
        assertThat(window.hasFocus("tr[data-row='" + rows.get(1) + "'] th a")).isTrue();
        window.press("Enter").arriveAt("/jobs/" + rows.get(1));

        window.press("g", "o").arriveAt("/");
    }

    @Test
    void leadsToTheLogOfAJobWithAKey() {
        window.go("/jobs/" + scene.job(JobState.FINISHED));

        window.press("l");

        assertThat(window.hasFocus("ol.log")).isTrue();
    }

    @Test
    void showsItsKeysAndChoicesInOrder() {
        for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            for (int width : Window.WIDTHS) {
                window.resize(width).paint(scheme).go("/jobs#keys");

                assertThat(window.find("#keys")).isVisible();
                assertThat(window.barriers()).as("%d px, %s", width, scheme).isEmpty();
                assertThat(window.overhang()).as("%d px", width).isZero();
            }
        }
    }

    @Test
    void isPrintedLightAndWholeWithoutWhatOnePresses() {
        window.go("/jobs");
        choose(window, "dark");
        window.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        assertThat(window.page().evaluate(BACKGROUND)).isEqualTo("rgb(255, 255, 255)");
        for (var pressed : List.of(".nav", ".find", ".top .acct", ".filters .add", ".pager .acts", ".foot")) {
            assertThat(window.find(pressed).first()).isHidden();
        }
        assertThat(window.find("tbody tr").first()).isVisible();
        window.go("/jobs/" + scene.job(JobState.FAILED));
        assertThat(window.find(".log").first().evaluate("it => it.scrollHeight <= it.clientHeight + 1"))
                .isEqualTo(true);
    }

    @Test
    void hasRoomForEveryPlaceToGoAndForTheSearch() {
        window.resize(390).go("/");
        assertThat(window.find(".nav > li").count()).isEqualTo(7);
        assertThat(window.page().evaluate("""
                () => [...document.querySelectorAll('.nav > li > a')].filter(it => {
                  const { left, right } = it.getBoundingClientRect()
                  return left < 0 || right > innerWidth || it.scrollWidth > it.clientWidth
                }).map(it => it.textContent)
                """)).isEqualTo(List.of());
        window.resize(1024);
        assertThat(window.find("#q").boundingBox().width).isGreaterThan(150);
        assertThat(window.overhang()).isZero();
    }

    @Test
    void tellsWhereAPageBelongs() {
        assertBelongs("Pool", "Pools", "/pool");
        assertBelongs("Pool", "Pools", "/pool/local");
        assertBelongs("Pool", "Pilots", "/pilots");
        assertBelongs("Pool", "Hosts", "/hosts");
        assertBelongs("Workflows", "Workflows", "/workflows");
        assertBelongs("Workflows", "DAGs", "/dags");
        assertBelongs("Workflows", "Datasets", "/datasets");
        assertBelongs("Shift", "Hand-over", "/handover");
        assertBelongs("Shift", "Alarms", "/alarms");
    }

    private void assertBelongs(String place, String tab, String path) {
        window.go(path);
        assertThat(window.texts(".nav [aria-current], .tabs [aria-current]")).containsExactly(place, tab);
    }
}
