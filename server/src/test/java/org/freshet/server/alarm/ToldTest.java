package org.freshet.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldTest {

    private static final Instant NOW = Instant.parse("2026-11-20T03:12:47.250Z");

    @Test
    void saysTheDateOfAnotherDay() {
        assertThat(Told.time(NOW.minusSeconds(60), NOW)).isEqualTo("03:11:47 UTC");
        assertThat(Told.time(NOW.minusSeconds(86_400), NOW)).isEqualTo("2026-11-19 03:12:47 UTC");
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "3.2, 3.2", "-0.05, -0.05", "1000000, 1000000", "1e20, 1.0E20", "1e-9, 1.0E-9", "0, 0"})
    void writesNumbersAsPeopleDo(double number, String text) {
        assertThat(Told.number(number)).isEqualTo(text);
    }

    @Test
    void writesPartsInPercent() {
        assertThat(Told.percent(0.2)).isEqualTo("20 %");
        assertThat(Told.percent(0.125)).isEqualTo("12.5 %");
    }
}
