package org.freshet.protocol;

import java.time.Instant;

/**
 * How a site stood when its pool was last calculated.
 *
 * @param since when it began to stand so
 * @param at when it was last found to stand so
 * @param by whose calculation it was, for example {@code service pool} or {@code user cron from submit.example.org}
 */
public record PoolStanding(Instant since, Instant at, String by, PoolRun run) {}
