package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Waiting jobs that are alike in what they ask, as a pool calculation counted them.
 *
 * @param jobtype their type
 * @param waiting how many wait
 * @param runnable how many of them the limit of their type lets run now
 * @param typicalSeconds how long such a job takes: the median of those of the type that finished lately; absent = none
 *     did, and the time limit stands for it
 * @param jobsPerPilot how many one pilot may be expected to run in time
 * @param pilots how many pilots they want
 */
public record PoolDemand(
        String jobtype,
        long waiting,
        long runnable,
        @Nullable Double typicalSeconds,
        int jobsPerPilot,
        int pilots) {}
