package org.freshet.server.dashboard.pools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.freshet.protocol.PoolRun.Outcome;
import org.junit.jupiter.api.Test;

class PoolDayTest {

    /** Seven minutes into a quarter. */
    private static final Instant NOW = Instant.parse("2026-11-20T03:07:00Z");

    private static PoolPoint known(int minutesAgo, int want, int have) {
        return new PoolPoint(NOW.minusSeconds(60L * minutesAgo), Outcome.ENOUGH, want, have, 0);
    }

    private static PoolPoint of(Outcome outcome, int minutesAgo) {
        return new PoolPoint(NOW.minusSeconds(60L * minutesAgo), outcome, null, null, 0);
    }

    private static PoolPoint submitted(Outcome outcome, int minutesAgo, int pilots) {
        return new PoolPoint(NOW.minusSeconds(60L * minutesAgo), outcome, 20, 10, pilots);
    }

    private static Quarter present(PoolPoint... points) {
        return PoolDay.quarters(NOW, List.of(points)).getLast();
    }

    @Test
    void hasNoQuarterBeforeTheFirstCalculation() {
        var quarters = PoolDay.quarters(NOW, List.of(known(20, 5, 4), known(10, 6, 6), known(1, 7, 7)));

        assertThat(quarters)
                .extracting(Quarter::from)
                .containsExactly(Instant.parse("2026-11-20T02:45:00Z"), Instant.parse("2026-11-20T03:00:00Z"));
        assertThat(quarters).extracting(Quarter::want).containsExactly(6, 7);
        assertThat(PoolDay.quarters(NOW, List.of())).isEmpty();
    }

    @Test
    void endsWithTheQuarterOfNowAndBeginsADayBefore() {
        var all = IntStream.rangeClosed(0, 150)
                .mapToObj(it -> known(1500 - 10 * it, 5, 5))
                .toList();

        var quarters = PoolDay.quarters(NOW, all);

        assertThat(quarters).hasSize(PoolDay.QUARTERS).allMatch(Quarter::isBright);
        assertThat(quarters.getFirst().from()).isEqualTo(Instant.parse("2026-11-19T03:15:00Z"));
        assertThat(quarters.getLast().from()).isEqualTo(Instant.parse("2026-11-20T03:00:00Z"));
    }

    @Test
    void letsACalculationHoldForTheQuarterAfterIt() {
        var quarter = present(known(8, 12, 9));

        assertThat(quarter.want()).isEqualTo(12);
        assertThat(quarter.isDark()).isFalse();
    }

    @Test
    void knowsNothingWhileTheBatchSystemCannotBeRead() {
        var quarter = present(known(10, 12, 9), of(Outcome.UNREADABLE, 9), of(Outcome.IMPLAUSIBLE, 4));

        assertThat(quarter.want()).isNull();
        assertThat(quarter.unknown()).isEqualTo(Duration.ofMinutes(7));
        assertThat(quarter.isDark()).isTrue();
        assertThat(quarter.isBright()).isFalse();
    }

    @Test
    void knowsNothingWhenNobodyCalculatesForLong() {
        var quarters = PoolDay.quarters(NOW, List.of(known(60, 12, 9)));

        assertThat(quarters.getFirst().want()).isEqualTo(12);
        assertThat(quarters).filteredOn(Quarter::isDark).hasSize(4);
        assertThat(quarters.getLast().unknown()).isEqualTo(Duration.ofMinutes(7));
        assertThat(quarters.getLast().want()).isNull();
    }

    @Test
    void doesNotDrawACommandThatFailedOnceButCountsIt() {
        var glitch = new PoolPoint(NOW.minusSeconds(90), Outcome.UNREADABLE, null, null, 0);
        var after = new PoolPoint(NOW.minusSeconds(60), Outcome.ENOUGH, 12, 12, 0);

        var quarter = present(known(3, 12, 9), glitch, after);

        assertThat(quarter.unknown()).isEqualTo(Duration.ofSeconds(30));
        assertThat(quarter.isBright()).isTrue();
    }

    @Test
    void tellsAPauseFromWhatIsUnknown() {
        var quarter = present(of(Outcome.PAUSED, 9));

        assertThat(quarter.isPaused()).isTrue();
        assertThat(quarter.unknown()).isZero();
    }

    @Test
    void addsUpWhatWasSubmittedAndKeepsApartWhatIsNotCertain() {
        var quarter = present(
                submitted(Outcome.SUBMITTED, 8, 100),
                submitted(Outcome.SUBMITTED, 5, 3),
                submitted(Outcome.SUBMITTED, 4, 4),
                submitted(Outcome.UNKNOWN, 2, 2),
                submitted(Outcome.REFUSED, 1, 0));

        assertThat(quarter.submitted()).isEqualTo(7);
        assertThat(quarter.unsure()).isEqualTo(2);
    }
}
