package org.freshet.server.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.protocol.FreshnessView.Standing;
import org.freshet.protocol.JobState;
import org.freshet.server.freshness.TypeFreshness.Open;
import org.freshet.server.freshness.TypeFreshness.Result;
import org.freshet.server.freshness.TypeFreshness.Since;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a job type is late. */
class TypeFreshnessTest {

    private static final Instant NOW = Instant.parse("2026-10-20T03:12:47Z");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LATE = LIMIT.plusSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Result came(Duration ago, Duration behind) {
        var at = NOW.minus(ago);
        return new Result(3, at, new Since(at.minus(behind), CountsFrom.DATA));
    }

    private static Open open(Duration waited) {
        return new Open(44, JobState.RUNNING, new Since(NOW.minus(waited), CountsFrom.DEFINITION));
    }

    private static TypeFreshness type(long failing, @Nullable Result result, @Nullable Open open) {
        return new TypeFreshness(NOW, "femb", LIMIT, 0, 0, failing, result, open);
    }

    private static Standing standing(@Nullable Result result, @Nullable Open open) {
        return type(0, result, open).standing();
    }

    @Test
    void isLateWhenItsNewestResultCameAMomentAgoAndTooLate() {
        assertThat(standing(came(MINUTE, LATE), null)).isEqualTo(Standing.LATE);
        assertThat(standing(came(MINUTE, LIMIT), null)).isEqualTo(Standing.OK);
    }

    @Test
    void isLateWhenAResultIsToComeForTooLong() {
        assertThat(standing(came(MINUTE, MINUTE), open(LATE))).isEqualTo(Standing.LATE);
        assertThat(standing(null, open(LATE))).isEqualTo(Standing.LATE);
        assertThat(standing(came(MINUTE, MINUTE), open(LIMIT))).isEqualTo(Standing.OK);
    }

    @Test
    void isNotLateWhenNothingIsToComeHoweverLongNothingCame() {
        assertThat(standing(came(Duration.ofMinutes(11), LATE), null)).isEqualTo(Standing.QUIET);
        assertThat(standing(came(Duration.ofHours(3), MINUTE), null)).isEqualTo(Standing.QUIET);
        assertThat(standing(came(Duration.ofMinutes(11), MINUTE), null)).isEqualTo(Standing.OK);
    }

    @Test
    void isNotInOrderWhileItNeverHadAResult() {
        assertThat(standing(null, null)).isEqualTo(Standing.UNKNOWN);
        assertThat(standing(null, open(MINUTE))).isEqualTo(Standing.UNKNOWN);
        assertThat(type(0, null, open(MINUTE)).newestLag()).isNull();
    }

    @Test
    void isBrokenWhenOneAttemptAfterAnotherFails() {
        assertThat(type(2, null, null).standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(type(3, null, open(LATE)).standing()).isEqualTo(Standing.BROKEN);
    }

    @Test
    void isAsFarBehindAsTheWorstOfWhatItIsJudgedBy() {
        var lag = type(0, came(MINUTE, LATE.multipliedBy(2)), open(LATE)).lag();

        assertThat(lag).isEqualTo(new TypeFreshness.Lag(3, false, LATE.multipliedBy(2), CountsFrom.DATA));
        assertThat(type(0, came(Duration.ofHours(1), LATE), null).lag())
                .as("nothing is measured")
                .isNull();
        assertThat(type(0, came(Duration.ofHours(1), LATE), open(MINUTE)).newestLag())
                .as("what was too late an hour ago is no number of now")
                .isEqualTo(new TypeFreshness.Lag(44, true, MINUTE, CountsFrom.DEFINITION));
    }
}
