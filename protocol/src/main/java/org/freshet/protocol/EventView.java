package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a thing's state, from its history.
 *
 * @param from the state before; absent at the beginning
 * @param to the state after
 * @param actor who: {@code user NAME}, {@code pilot ID} or {@code service NAME}
 * @param reason why, in words
 * @param attempt the attempt concerned, for jobs
 */
public record EventView(
        Instant at,
        @Nullable String from,
        String to,
        String actor,
        @Nullable String reason,
        @Nullable Integer attempt) {}
