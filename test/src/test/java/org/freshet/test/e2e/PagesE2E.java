package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import java.util.stream.Stream;
import org.freshet.protocol.JobState;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in a real browser: wide and narrow, light and dark, with and without scripts. */
@Timeout(120)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class PagesE2E {

    /** How many pixels a field has for its hint, more than that needs. */
    private static final String SPARE = """
            field => {
              const look = getComputedStyle(field)
              const pen = document.createElement('canvas').getContext('2d')
              pen.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`
              const room = field.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight)
              return Math.floor(room - pen.measureText(field.placeholder).width)
            }
            """;

    private static TestServer server;
    private static Scene scene;
    private static Chromium chromium;

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

    static Stream<String> pages() {
        return Stream.of(
                "/",
                "/jobs",
                "/jobs?state=FAILED&type=reco",
                "/jobs?state=SKIPPED&flavour=cold",
                "/jobs/" + scene.job(JobState.FINISHED),
                "/jobs/" + scene.job(JobState.FAILED),
                "/jobs/" + scene.job(JobState.RUNNING),
                "/jobs/" + scene.job(JobState.DEFINED),
                "/pilots",
                "/pilots/" + scene.busy().id(),
                "/nowhere");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isInOrderAtEveryWidthAndInBothColourSchemes(String path) {
        try (var window = chromium.open(server.url())) {
            window.goAndSeeNothingMove(path).lookAround(path);
        }
    }

    /** Then fills and shades say nothing any more. */
    @ParameterizedTest
    @MethodSource("pages")
    void saysStatesInWordsAndMarksWhatIsChosenWhereTheSystemForcesItsColours(String path) {
        try (var window = chromium.open(server.url())) {
            window.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            window.go(path);

            assertThat(window.texts("main .st")).doesNotContain("");
            assertThat(window.find(".nav [aria-current], main .seg [aria-current]")
                            .evaluateAll(
                                    "all => all.filter(it => getComputedStyle(it).borderTopStyle !== 'solid').length"))
                    .isEqualTo(0);
            assertThat(
                            window.find("main .bar rect")
                                    .evaluateAll(
                                            "all => all.filter(it => getComputedStyle(it).forcedColorAdjust !== 'none').length"))
                    .isEqualTo(0);
            assertThat(window.overhang()).isZero();
        }
    }

    @Test
    void showsTheSameWithoutScripts() {
        try (var plain = chromium.openWithoutScripts(server.url());
                var full = chromium.open(server.url())) {
            for (var path : pages().toList()) {
                plain.go(path);
                full.go(path);

                assertThat(plain.find("main h1").textContent())
                        .isEqualTo(full.find("main h1").textContent());
                assertThat(plain.find("main a").count())
                        .as(path)
                        .isEqualTo(full.find("main a").count());
                assertThat(plain.find("#lost").isVisible()).isFalse();
            }
            assertThat(plain.flaws()).isEmpty();
        }
    }

    @Test
    void filtersWithoutScripts() {
        try (var window = chromium.openWithoutScripts(server.url())) {
            window.go("/jobs");

            window.find("#add-filter").click();
            window.find("input[value=FAILED]").check();
            window.find(".fields button").click();

            window.page().waitForURL("**/jobs?state=FAILED&**");
            assertThat(window.texts("tbody td .st")).isNotEmpty().containsOnly("failed");
            assertThat(window.flaws()).isEmpty();
        }
    }

    @Test
    void hasRoomForTheDateOfWhatFailedOnAnotherDay() {
        server.db()
                .sql("update job set ended_at = ended_at - interval '26 hours' where id = :job")
                .param("job", scene.job(JobState.FAILED).value())
                .update();
        try (var window = chromium.open(server.url())) {
            window.go("/");
            for (int width : Window.WIDTHS) {
                window.resize(width);

                assertThat(window.texts(".feed time")).anyMatch(it -> it.startsWith("20"));
                assertThat(window.find(".feed time")
                                .evaluateAll("all => all.filter(it => it.scrollWidth > it.clientWidth).length"))
                        .as("cut or overlapping times at %d px", width)
                        .isEqualTo(0);
            }
        }
    }

    @Test
    void hasRoomForAllThatTheSearchFieldAsksFor() {
        try (var window = chromium.open(server.url())) {
            window.go("/jobs");
            window.find("#live:visible").waitFor();
            for (int width : Window.WIDTHS) {
                window.resize(width);

                assertThat((Integer) window.find("#q").evaluate(SPARE))
                        .as("room left of the search field's hint at %d px", width)
                        .isNotNegative();
            }
        }
    }

    @Test
    void showsTextOfUsersAsTextNotAsMarkup() {
        try (var window = chromium.open(server.url())) {
            window.go("/jobs/" + scene.job(JobState.DEFINED));

            assertThat(window.find(".head .q").textContent()).isEqualTo("waits <b>& sees</b>");
        }
    }
}
