package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the results of a job type are.
 *
 * @param behindSeconds from what countsFrom says to the newest result, or to now for one that is to come for longer than it may;
 *     absent = there was no result so far
 * @param countsFrom since when that is counted; likewise
 * @param lateAfterSeconds what is more than that is late
 * @param resultAt when the newest result came; absent = none did
 * @param resultJob its job; likewise
 * @param openJob the one of those that wait or run that is counted for longest; absent = there is none
 * @param waiting jobs that are DEFINED
 * @param running jobs that are DISPATCHED or RUNNING
 */
public record FreshnessView(
        String jobtype,
        Standing standing,
        @Nullable Double behindSeconds,
        @Nullable CountsFrom countsFrom,
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
        /** Nothing waits or runs, and nothing came for long. */
        QUIET,
        /** There was never a result. */
        UNKNOWN
    }

    /** From when on a result is counted. */
    public enum CountsFrom {
        /** When the data were taken. */
        DATA,
        /** When the job was defined: the time of its data is not known, or they are old ones that are processed again. */
        DEFINITION,
        /** When a person put the job into the queue, or back into it. */
        QUEUED_AGAIN
    }
}
