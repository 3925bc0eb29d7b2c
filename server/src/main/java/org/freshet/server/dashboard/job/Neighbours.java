package org.freshet.server.dashboard.job;

import org.jspecify.annotations.Nullable;

/**
 * How others fare that have something in common with a job: attempts of the last hour, at most the latest
 * {@link #COUNTED} of each kind.
 *
 * @param ofType of its job type
 * @param ofHost on the host of its latest attempt; null if it has none
 * @param ofRun jobs of its run, whenever they ran; null if it is of no run
 * @param before the job of its type for the subrun before; null if there is none
 * @param after likewise for the one after
 */
record Neighbours(
        Tally ofType,
        @Nullable Tally ofHost,
        @Nullable Tally ofRun,
        @Nullable Long before,
        @Nullable Long after) {

    static final int COUNTED = 5000;

    static final Neighbours NONE = new Neighbours(new Tally(0, 0, 0), null, null, null, null);

    /** @param all finished, failed and others */
    record Tally(long finished, long failed, long all) {}
}
