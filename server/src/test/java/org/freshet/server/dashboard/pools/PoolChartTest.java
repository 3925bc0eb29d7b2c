package org.freshet.server.dashboard.pools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.pools.PoolChart.Area;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PoolChartTest {

    private static final Instant NOW = Instant.parse("2026-11-20T03:07:00Z");
    private static final Instant BEGIN = PoolDay.begin(NOW);

    private static Quarter quarter(int place, @Nullable Integer want, @Nullable Integer have, int submitted) {
        return quarter(place, want, have, submitted, Duration.ZERO);
    }

    private static Quarter quarter(
            int place, @Nullable Integer want, @Nullable Integer have, int submitted, Duration unknown) {
        return new Quarter(
                BEGIN.plus(Quarter.LENGTH.multipliedBy(place)), want, have, submitted, 0, unknown, Duration.ZERO);
    }

    private static PoolChart chart(int cap, Quarter... quarters) {
        return PoolChart.of(NOW, List.of(quarters), cap, PageFixtures.words());
    }

    @Test
    void drawsStepsAndColumnsUpToTheCap() {
        var chart = chart(80, quarter(0, 40, 20, 8), quarter(1, 60, 40, 0));

        assertThat(chart.ticks()).containsExactly("80", "60", "40", "20", "0");
        assertThat(chart.want()).isEqualTo("M0.0 50.0H6.3V25.0H12.5");
        assertThat(chart.have()).isEqualTo("M0.0 75.0H6.3V50.0H12.5");
        assertThat(chart.cap()).isEqualTo("M0 0.0H600");
        assertThat(chart.columns()).containsExactly(new Area("1.1", "90.0", "4.0", "10.0"));
        assertThat(chart.hours()).containsExactly("03:15", "09:15", "15:15", "21:15", "03:15 UTC");
        assertThat(chart.above()).isNull();
    }

    @Test
    void breaksTheLinesWhereNothingIsKnownAndHatchesNeighboursAsOne() {
        var dark = Duration.ofMinutes(15);
        var chart = chart(
                80,
                quarter(0, 40, 20, 0),
                quarter(1, null, null, 0, dark),
                quarter(2, null, null, 0, dark),
                quarter(3, 40, 40, 0));

        assertThat(chart.want()).isEqualTo("M0.0 50.0H6.3M18.8 50.0H25.0");
        assertThat(chart.dark()).containsExactly(new Area("6.3", "0", "12.5", "100"));
        assertThat(chart.rows()).extracting(PoolChart.Row::want).containsExactly(40, null, null, 40);
        assertThat(chart.spoken())
                .isEqualTo("Pilots of the last 24 hours. Want: from 40 to 40, last 40. Have: from 20 to 40, last 40."
                        + " Submitted: 0, and 0 of which it was not known whether they got in. Cap: 80."
                        + " Time in which nothing was known: 30 min 00 s.");
    }

    @Test
    void staysReadableWhenMuchMoreIsWantedThanTheCapAllows() {
        var chart = chart(80, quarter(0, 12_345, 80, 0));

        assertThat(chart.ticks()).containsExactly("200", "150", "100", "50", "0");
        assertThat(chart.want()).isEqualTo("M0.0 0.0H6.3");
        assertThat(chart.above()).isEqualTo("More was wanted than this scale has room for, up to 12,345.");
    }

    @Test
    void saysThatThereIsNothingWhereNothingWasCalculated() {
        var chart = chart(0);

        assertThat(chart.spoken()).isEqualTo("No calculation in the last 24 hours.");
        assertThat(chart.want()).isEmpty();
        assertThat(chart.ticks()).containsExactly("4", "3", "2", "1", "0");
    }
}
