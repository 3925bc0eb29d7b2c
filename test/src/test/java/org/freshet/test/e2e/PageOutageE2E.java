package org.freshet.test.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.util.Map;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** A page that is open says when its server is gone, and catches up by itself when it is back. */
@Timeout(180)
@EnabledIf(value = "org.freshet.test.support.Needs#chromium", disabledReason = "Chromium is not installed")
class PageOutageE2E {

    private static Installation installation;
    private static Chromium chromium;
    private RunningServer server;
    private Window window;

    @BeforeAll
    static void install() {
        chromium = Chromium.start();
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", "0"));
    }

    @AfterAll
    static void remove() {
        if (installation != null) {
            installation.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void start() {
        server = RunningServer.start(installation);
        window = chromium.open(server.url());
    }

    @AfterEach
    void stop() {
        window.close();
        server.close();
    }

    private void kill() {
        server.command().process().destroyForcibly();
        server.command().ended(Duration.ofSeconds(10));
    }

    private static LocatorAssertions.IsVisibleOptions within(int seconds) {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(seconds * 1000.0);
    }

    private static LocatorAssertions.IsHiddenOptions hiddenWithin(int seconds) {
        return new LocatorAssertions.IsHiddenOptions().setTimeout(seconds * 1000.0);
    }

    @Test
    void saysWithinTenSecondsThatTheServerIsKilledAndCatchesUpAfterTheRestart() {
        server.api().submit(aJob().with("state", "template"));
        window.go("/jobs");
        assertThat(window.find("#live")).isVisible(within(15));
        window.page().evaluate("() => { window.remembered = true }");

        kill();
        assertThat(window.find("#lost")).isVisible(within(10));
        assertThat(window.texts("#lost").getFirst()).containsPattern("[0-9]+ s old");
        server = RunningServer.start(installation);
        server.api().submit(aJob().with("state", "template"));

        assertThat(window.find("#lost")).isHidden(hiddenWithin(15));
        assertThat(window.find("[data-live=arrived]")).containsText("1 newer job");
        assertThat((Boolean) window.page().evaluate("() => window.remembered === true"))
                .isTrue();
        window.awaitThat("() => streams()");
    }

    @Test
    void saysItOnAPageThatIsPausedToo() {
        window.go("/jobs");
        assertThat(window.find("#live")).isVisible(within(15));
        window.press("Space");
        assertThat(window.find("#paused")).isVisible();

        kill();

        assertThat(window.find("#lost")).isVisible(within(10));
        server = RunningServer.start(installation);
    }
}
