package org.freshet.server.dashboard.pools;

import java.time.Instant;
import org.freshet.protocol.PoolRun.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A calculation, as the chart needs it.
 *
 * @param want null if nothing could be calculated
 * @param have null if nothing could be calculated
 * @param pilots how many were ordered
 */
record PoolPoint(
        Instant at,
        Outcome outcome,
        @Nullable Integer want,
        @Nullable Integer have,
        int pilots) {

    boolean isBlind() {
        return outcome == Outcome.UNREADABLE || outcome == Outcome.IMPLAUSIBLE;
    }

    boolean isPaused() {
        return outcome == Outcome.PAUSED || outcome == Outcome.PAUSED_BY_POOL;
    }

    boolean isKnown() {
        return want != null && have != null;
    }
}
