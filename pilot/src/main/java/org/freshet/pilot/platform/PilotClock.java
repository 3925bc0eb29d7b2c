package org.freshet.pilot.platform;

import java.time.Duration;
import java.time.Instant;

/** The pilot's one clock. Everything is measured on the machine's monotonic clock; the wall clock only dates log lines. */
public final class PilotClock {

    private PilotClock() {}

    public static Moment now() {
        return new Moment(System.nanoTime());
    }

    /** For log lines; a machine's wall clock may be wrong or step, so nothing is computed from it. */
    static Instant wallTime() {
        return Instant.now();
    }

    /**
     * A moment on the monotonic clock, which means nothing outside this process.
     *
     * @param nanos as {@link System#nanoTime} gives them: comparable by difference only
     */
    public record Moment(long nanos) {

        public Moment plus(Duration later) {
            return new Moment(nanos + later.toNanos());
        }

        /** How long ago this was; negative if it is still to come. */
        public Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }

        /** How long until then; zero if it has passed. */
        public Duration remaining() {
            var left = age().negated();
            return left.isNegative() ? Duration.ZERO : left;
        }

        public boolean isAfter(Moment other) {
            return nanos - other.nanos > 0;
        }

        public boolean isPast() {
            return !age().isNegative();
        }
    }
}
