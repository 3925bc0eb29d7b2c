package org.freshet.server.pilot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Knows whether this server could hear its pilots all the time since it was asked last. */
@Component
class Listening {

    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);
    private static final Duration LARGEST_STEP = Duration.ofSeconds(5);

    private @Nullable Moment last;

    private record Moment(Instant database, Duration monotonic) {}

    /**
     * Compares two clocks with their values of the last call: empty if there was no interruption, else what it was.
     *
     * @param database the database's clock, on which leases end
     * @param monotonic a clock of this process that is never set
     */
    synchronized Optional<String> interruption(Instant database, Duration monotonic) {
        var before = last;
        last = new Moment(database, monotonic);
        if (before == null) {
            return Optional.of("the server started");
        }
        var elapsed = monotonic.minus(before.monotonic());
        var step = Duration.between(before.database(), database).minus(elapsed);
        if (elapsed.compareTo(LONGEST_GAP) > 0) {
            return Optional.of("nobody listened for " + elapsed.toSeconds() + " s");
        }
        if (step.abs().compareTo(LARGEST_STEP) > 0) {
            return Optional.of("the database's clock was set by " + step.toSeconds() + " s");
        }
        return Optional.empty();
    }
}
