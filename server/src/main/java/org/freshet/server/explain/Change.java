package org.freshet.server.explain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of state, from the history.
 *
 * @param to the name of a state
 * @param actor {@code user NAME}, {@code pilot ID} or {@code service NAME}
 */
record Change(Instant at, String to, String actor, @Nullable String reason) {

    /** For example {@code Told so by user mara at 03:12:47 UTC: its host is repaired.} */
    String byWhom(Instant now) {
        return "Told so by " + actor + " at " + Say.time(at, now)
                + (reason == null ? "." : ": " + Say.sentence(reason));
    }
}
