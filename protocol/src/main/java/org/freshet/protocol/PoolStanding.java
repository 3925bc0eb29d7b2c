package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a site stood when its pool was last calculated.
 *
 * @param since when it began to stand so
 * @param at when it was last found to stand so
 * @param by whose calculation it was, for example {@code service pool} or {@code user cron from submit.example.org}
 * @param notice what may keep pilots of the site from being of use, and what to do; absent = nothing is known
 */
public record PoolStanding(
        Instant since,
        Instant at,
        String by,
        PoolRun run,
        @Nullable String notice) {

    public PoolStanding(Instant since, Instant at, String by, PoolRun run) {
        this(since, at, by, run, null);
    }
}
