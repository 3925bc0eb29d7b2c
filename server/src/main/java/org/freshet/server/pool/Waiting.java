package org.freshet.server.pool;

import org.freshet.server.job.Requirement;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait and are alike in what they ask.
 *
 * @param usefulSeconds until the first of them is of no use any more; null = they always are
 * @param typicalSeconds how long such a job takes; null = none of the type finished lately
 * @param places how many more jobs of the type may run; null = no limit
 */
record Waiting(
        Requirement asked,
        long jobs,
        @Nullable Double usefulSeconds,
        @Nullable Double typicalSeconds,
        @Nullable Long places) {}
