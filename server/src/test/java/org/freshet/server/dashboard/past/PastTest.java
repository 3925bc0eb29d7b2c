package org.freshet.server.dashboard.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import java.time.Instant;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments as addresses say them. */
class PastTest {

    private static final Words WORDS = PageFixtures.words();
    private static final Instant FIRST = NOW.minus(Duration.ofDays(30));

    private static Past past(String asked) {
        return Past.of("/", asked, NOW, FIRST, WORDS);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T02:14:00Z, 2026-11-20T02:14:00Z",
        "2026-11-20T02:14Z, 2026-11-20T02:14:00Z",
        "2026-11-20 02:14, 2026-11-20T02:14:00Z",
        "2026-11-20T02:14:05.250Z, 2026-11-20T02:14:05.250Z",
        "-10min, 2026-11-20T03:02:47Z",
        "-10m, 2026-11-20T03:02:47Z",
        "-90s, 2026-11-20T03:11:17Z",
        "-2h, 2026-11-20T01:12:47Z",
        "-1d, 2026-11-19T03:12:47Z"
    })
    void readsTimesAndAges(String asked, Instant at) {
        assertThat(past(asked).at()).isEqualTo(at);
        assertThat(past(asked).isKnown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "10min",
                "-10 years",
                "2026-13-01T00:00Z",
                "2026-02-30T00:00Z",
                "-9999999999d",
                "<b>"
            })
    void saysWhatIsNoTime(String asked) {
        assertThat(past(asked).at()).isNull();
        assertThat(past(asked).problem()).contains("is no time");
    }

    @Test
    void knowsNothingOfTheFutureNorOfWhatWasBeforeTheHistory() {
        assertThat(past("2026-11-20T03:13Z").problem()).isEqualTo("03:13:00 UTC is still to come.");
        assertThat(past("-31d").problem()).startsWith("The history that is kept begins at 2026-10-21 03:12:47 UTC");
        assertThat(Past.of("/", "-1h", NOW, null, WORDS).problem()).isEqualTo("There is no history so far.");
    }

    @Test
    void leadsToEarlierAndLaterAndNotBeyondNow() {
        assertThat(past("2026-11-20T02:14:00Z").earlier()).isEqualTo("/?at=2026-11-20T02:04:00Z");
        assertThat(past("2026-11-20T02:14:00Z").later()).isEqualTo("/?at=2026-11-20T02:24:00Z");
        assertThat(past("-5min").later()).isEqualTo("/");
    }
}
