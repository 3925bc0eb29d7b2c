package org.freshet.server.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From which useful-until on held jobs are looked at, so that a look does not pass over all jobs that ever were: what
 * passed before the last look was seen by it. The whole is looked at after a start, when the clock was set back, and now
 * and then, for jobs that were already of no use when they were submitted or held.
 */
final class HeldWindow {

    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");
    /** For transactions that were open, and rows that were locked, at the last look. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final Duration WHOLE_EVERY = Duration.ofHours(6);

    private @Nullable Instant last;
    private Instant whole = EVER;

    /** @param now on the database's clock */
    synchronized Instant from(Instant now) {
        var before = last;
        if (before == null || now.isBefore(before)) {
            return EVER;
        }
        return Duration.between(whole, now).compareTo(WHOLE_EVERY) < 0 ? before.minus(MARGIN) : EVER;
    }

    /** A look from there on, which found everything until then, was committed. */
    synchronized void looked(Instant from, Instant until) {
        last = until;
        if (from.equals(EVER)) {
            whole = until;
        }
    }
}
