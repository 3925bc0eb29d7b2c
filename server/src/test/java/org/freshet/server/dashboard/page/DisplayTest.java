package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class DisplayTest {

    private static final Moment TWO_MINUTES_AGO = Moment.of(NOW.minusSeconds(120), NOW);

    private static Display of(String path, Cookie... cookies) {
        var request = new MockHttpServletRequest("GET", path);
        request.setCookies(cookies);
        return Display.of(request);
    }

    @Test
    void showsTimesInUtcWithoutAChoice() {
        var display = of("/");

        assertThat(display.clock(TWO_MINUTES_AGO)).isEqualTo("03:10:47");
        assertThat(display.zoneName(TWO_MINUTES_AGO)).isEqualTo("UTC");
        assertThat(display.title(TWO_MINUTES_AGO)).isNull();
        assertThat(display.chose("times", "utc")).isTrue();
        assertThat(display.chose("theme", "")).isTrue();
    }

    @Test
    void showsTimesOfAZoneWithItsDays() {
        var display = of("/", new Cookie("freshet-times", "local:America/New_York"));

        assertThat(display.clock(TWO_MINUTES_AGO)).isEqualTo("22:10:47");
        assertThat(display.clock(Moment.of(NOW.minusSeconds(86_400), NOW))).isEqualTo("2026-11-18 22:12:47");
        assertThat(display.zoneName(TWO_MINUTES_AGO)).isEqualTo("EST");
        assertThat(display.title(TWO_MINUTES_AGO)).isEqualTo("03:10:47 UTC");
    }

    @Test
    void showsAgesButNoAgeOnTheClock() {
        var display = of("/", new Cookie("freshet-times", "relative"));

        assertThat(display.clock(TWO_MINUTES_AGO)).isEqualTo(TWO_MINUTES_AGO.age());
        assertThat(display.exact(TWO_MINUTES_AGO)).isEqualTo("03:10:47");
        assertThat(display.title(TWO_MINUTES_AGO)).isEqualTo("03:10:47 UTC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "local:", "local:Atlantis/Here", "local:<b>", "sundial"})
    void takesWhatItDoesNotKnowForNoChoice(String times) {
        var display = of("/", new Cookie("freshet-times", times), new Cookie("freshet-theme", "<b>pink</b>"));

        assertThat(display.times()).isEqualTo("utc");
        assertThat(display.theme()).isNull();
    }

    @Test
    void knowsThemeAndRowsAndKeys() {
        var display = of(
                "/jobs",
                new Cookie("freshet-theme", "dark"),
                new Cookie("freshet-rows", "compact"),
                new Cookie("freshet-keys", "off"));

        assertThat(display.theme()).isEqualTo("dark");
        assertThat(display.rows()).isEqualTo("compact");
        assertThat(display.keys()).isEqualTo("off");
    }

    @Test
    void hasAWallForTheOverviewOnly() {
        var overview = new MockHttpServletRequest("GET", "/");
        overview.setQueryString("wall=1");
        var jobs = new MockHttpServletRequest("GET", "/jobs");
        jobs.setQueryString("wall=1");

        assertThat(Display.of(overview).wall()).isTrue();
        assertThat(Display.of(jobs).wall()).isFalse();
    }
}
