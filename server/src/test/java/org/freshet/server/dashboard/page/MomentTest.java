package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {

    @Test
    void showsOnlyTheTimeOfThePresentDay() {
        Moment moment = Moment.of(Instant.parse("2026-11-20T00:00:00Z"), NOW);

        assertThat(moment.text()).isEqualTo("00:00:00");
        assertThat(moment.iso()).isEqualTo("2026-11-20T00:00:00.000Z");
    }

    @Test
    void showsTheDateOfAnotherDay() {
        Moment moment = Moment.of(Instant.parse("2026-11-19T23:59:59.999Z"), NOW);

        assertThat(moment.text()).isEqualTo("2026-11-19 23:59:59");
    }

    @Test
    void tellsTheAgeInWholeSeconds() {
        assertThat(Moment.of(NOW.minusMillis(2900), NOW).age()).isEqualTo("2 s ago");
        assertThat(Moment.of(NOW, NOW).age()).isEqualTo("0 s ago");
    }

    @Test
    void tellsHowFarAheadATimeIs() {
        assertThat(Moment.of(NOW.plus(Duration.ofMinutes(28)), NOW).age()).isEqualTo("in 28 min 00 s");
    }
}
