package org.freshet.server.explain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of state, from the history.
 *
 * @param from the name of a state; null for the first
 * @param to the name of a state
 * @param actor {@code user NAME}, {@code pilot ID} or {@code service NAME}
 */
record Change(
        Instant at,
        @Nullable String from,
        String to,
        String actor,
        @Nullable String reason) {

    /** False for what changed something else, its priority for example. */
    boolean isOfState() {
        return !to.equals(from);
    }
}
