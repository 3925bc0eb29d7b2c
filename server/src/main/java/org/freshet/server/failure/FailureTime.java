package org.freshet.server.failure;

import java.time.Duration;
import java.time.Instant;

/**
 * The time in which failures are looked for.
 *
 * @param from the first moment of it
 * @param to the first moment that is not part of it
 */
public record FailureTime(Instant from, Instant to) {

    /** How far back one looks who does not say. */
    public static final Duration USUAL = Duration.ofDays(1);
}
