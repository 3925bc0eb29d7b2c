package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the results of a job type are.
 *
 * @param behindSeconds from the data (or, where their time is not known, the definition of the job) to the newest result,
 *     or to now for a job that waits for longer than it may; absent = not known
 * @param lateAfterSeconds what is more than that is late
 * @param resultAt when the newest result came; absent = none did
 * @param resultJob its job; likewise
 * @param openJob the first of those that wait or run; absent = there is none
 * @param waiting jobs that are DEFINED
 * @param running jobs that are DISPATCHED or RUNNING
 */
public record FreshnessView(
        String jobtype,
        Standing standing,
        @Nullable Double behindSeconds,
        long lateAfterSeconds,
        @Nullable Instant resultAt,
        @Nullable JobId resultJob,
        @Nullable JobId openJob,
        long waiting,
        long running) {

    /** How a job type stands, the worst first. */
    public enum Standing {
        /** Its jobs fail, one after another. */
        BROKEN,
        /** A result is, or was a moment ago, later than it may be. */
        LATE,
        OK,
        /** Nothing came and nothing waits for long. */
        QUIET,
        /** There was never a result. */
        UNKNOWN
    }
}
