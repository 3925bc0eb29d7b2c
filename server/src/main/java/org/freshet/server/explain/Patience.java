package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import org.freshet.server.pilot.PilotSettings;
import org.jspecify.annotations.Nullable;

/**
 * How long a healthy pilot may be silent. Longer is not lost yet, but worth a word.
 *
 * @param answer how long an answer may take
 * @param idle between two words of a pilot without a job
 */
record Patience(Duration answer, Duration idle) {

    static Patience of(PilotSettings settings) {
        return new Patience(settings.answerTimeout(), settings.longPoll().plus(settings.answerTimeout()));
    }

    /** Between two words of a pilot with a job: one heartbeat may get lost. */
    Duration busy(Duration heartbeat) {
        return heartbeat.multipliedBy(2).plus(answer);
    }

    /** Whether this silence is longer than that; one that never spoke is not late. */
    static boolean isOver(Duration patience, @Nullable Instant lastSeen, Instant now) {
        return lastSeen != null && Duration.between(lastSeen, now).compareTo(patience) > 0;
    }
}
