package org.freshet.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockWatchTest {

    private static final Instant START = Instant.parse("2026-08-20T12:00:00Z");

    private final ClockWatch clock = new ClockWatch();

    private long stepTo(int databaseHours, int monotonicHours) {
        return clock.stepTo(START.plus(Duration.ofHours(databaseHours)), Duration.ofHours(monotonicHours))
                .toHours();
    }

    @Test
    void knowsNothingAtTheFirstLook() {
        assertThat(stepTo(100_000, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "25, 1, 0", "26, 1, 25", "8761, 1, 8760", "72, 72, 0", "-500, 1, 0"})
    void tellsAStepOfMoreThanADay(int databaseHours, int monotonicHours, int step) {
        stepTo(0, 0);

        assertThat(stepTo(databaseHours, monotonicHours)).isEqualTo(step);
    }

    @Test
    void tellsAStepOnce() {
        stepTo(0, 0);
        stepTo(8761, 1);

        assertThat(stepTo(8762, 2)).isZero();
    }
}
