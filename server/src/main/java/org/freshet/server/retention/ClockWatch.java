package org.freshet.server.retention;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Notices that the clock by which ages are told was set forward, before everything looks old by it. */
final class ClockWatch {

    private static final Duration LARGEST_STEP = Duration.ofDays(1);

    private @Nullable Instant database;
    private Duration monotonic = Duration.ZERO;

    /**
     * By how much it was set forward since it was looked at last; zero if that is less than a day.
     *
     * @param database the clock's value now
     * @param monotonic that of a clock which nobody sets
     */
    synchronized Duration stepTo(Instant database, Duration monotonic) {
        var before = this.database;
        var step = before == null
                ? Duration.ZERO
                : Duration.between(before, database).minus(monotonic.minus(this.monotonic));
        this.database = database;
        this.monotonic = monotonic;
        return step.compareTo(LARGEST_STEP) > 0 ? step : Duration.ZERO;
    }
}
