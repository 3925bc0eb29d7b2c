package org.freshet.server.pilot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Knows whether this server could hear its pilots all the time since it was asked last. */
@Component
class Listening {

    private static final Duration LARGEST_STEP = Duration.ofSeconds(5);

    private final Duration longestGap;
    private @Nullable Moment last;
    private String beginning = "the server started";

    Listening(PilotSettings settings) {
        this.longestGap = settings.longestGap();
    }

    /**
     * The values of two clocks at one moment, and which run of the database it was.
     *
     * @param database the database's clock, on which leases end
     * @param databaseStart since when that database runs
     * @param monotonic a clock of this process that is never set
     * @param turnedAway how often so far the database did not take what pilots said
     */
    record Moment(Instant database, Instant databaseStart, Duration monotonic, long turnedAway) {

        /** By how much the database's clock was set since an earlier moment; about zero if it was not. */
        Duration stepSince(Moment before) {
            return Duration.between(before.database, database).minus(monotonic.minus(before.monotonic));
        }

        boolean wasSetSince(Moment before) {
            return stepSince(before).abs().compareTo(LARGEST_STEP) > 0;
        }
    }

    /** Empty if there was no interruption since the last moment that was {@link #remember remembered}; else what it was. */
    synchronized Optional<String> interruption(Moment now) {
        var before = last;
        if (before == null) {
            return Optional.of(beginning);
        }
        if (!now.databaseStart().equals(before.databaseStart())) {
            return Optional.of("the database was started again");
        }
        if (now.turnedAway() != before.turnedAway()) {
            return Optional.of("the database did not take what pilots said");
        }
        var elapsed = now.monotonic().minus(before.monotonic());
        if (elapsed.compareTo(longestGap) > 0) {
            return Optional.of("nobody listened for " + elapsed.toSeconds() + " s");
        }
        if (now.wasSetSince(before)) {
            var step = now.stepSince(before);
            return Optional.of("the database's clock was set by " + step.toSeconds() + " s");
        }
        return Optional.empty();
    }

    /** What followed from the interruption was committed: the next one counts from here. */
    synchronized void remember(Moment now) {
        last = now;
    }

    /** Whoever asked last could not use the answer. */
    synchronized void forget(String why) {
        last = null;
        beginning = why;
    }
}
