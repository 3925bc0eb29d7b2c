package org.freshet.server.dashboard.pools;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A quarter of an hour of a pool.
 *
 * @param want by its last calculation that came to something; null = there was none
 * @param have by the same
 * @param submitted pilots that got into the batch system
 * @param unsure pilots that were ordered, and nobody knew whether they got in
 * @param unknown for how long nothing was known: the batch system could not be read, or nobody asked it
 * @param paused for how long it was paused
 */
record Quarter(
        Instant from,
        @Nullable Integer want,
        @Nullable Integer have,
        int submitted,
        int unsure,
        Duration unknown,
        Duration paused) {

    static final Duration LENGTH = Duration.ofMinutes(15);

    /** A single command that fails is not drawn: the next one comes within seconds. */
    private static final Duration WORTH_DRAWING = Duration.ofMinutes(1);

    boolean isDark() {
        return unknown.compareTo(WORTH_DRAWING) >= 0;
    }

    boolean isPaused() {
        return !isDark() && paused.compareTo(WORTH_DRAWING) >= 0;
    }

    /** Whether its numbers are those of the whole time, so that a line may be drawn through it. */
    boolean isBright() {
        return want != null && have != null && !isDark();
    }

    int ordered() {
        return submitted + unsure;
    }
}
