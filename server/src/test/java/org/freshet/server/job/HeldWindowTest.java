package org.freshet.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeldWindowTest {

    private static final Instant NOON = Instant.parse("2026-08-20T12:00:00Z");
    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(365 * 30));

    private final HeldWindow window = new HeldWindow();

    private void lookAt(Instant now) {
        window.looked(window.from(now), now);
    }

    @Test
    void isOpenAtTheFirstLook() {
        assertThat(window.from(NOON)).isBefore(LONG_AGO);
    }

    @Test
    void beginsAnHourBeforeTheLastLook() {
        lookAt(NOON);

        assertThat(window.from(NOON.plusSeconds(60))).isEqualTo(NOON.minus(Duration.ofHours(1)));
    }

    @Test
    void staysWhereItWasWhenALookWasNotCommitted() {
        lookAt(NOON);
        window.from(NOON.plusSeconds(7200));

        assertThat(window.from(NOON.plusSeconds(7260))).isEqualTo(NOON.minus(Duration.ofHours(1)));
    }

    @Test
    void coversTheTimeThatAClockJumpedOver() {
        lookAt(NOON);

        assertThat(window.from(NOON.plus(Duration.ofHours(5)))).isBefore(NOON);
    }

    @Test
    void isOpenWhenTheClockWasSetBack() {
        lookAt(NOON);

        assertThat(window.from(NOON.minusSeconds(1))).isBefore(LONG_AGO);
    }

    @Test
    void isOpenFourTimesADay() {
        var open = 0;
        for (var now = NOON; now.isBefore(NOON.plus(Duration.ofDays(1))); now = now.plusSeconds(60)) {
            open += window.from(now).isBefore(LONG_AGO) ? 1 : 0;
            lookAt(now);
        }

        assertThat(open).isEqualTo(4);
    }
}
