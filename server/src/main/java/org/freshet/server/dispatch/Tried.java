package org.freshet.server.dispatch;

import java.util.List;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;

/**
 * An attempt and its job as the books have them, with the job's row locked.
 *
 * @param latest number of the job's latest attempt
 * @param takenBack whether the job is held by its workflow, not by a person, and is let go again by it
 * @param confirmed whether the pilot has shown that it holds the job
 * @param started whether the payload's start is known
 * @param result of the attempt; PILOT_LOST and NEVER_CONFIRMED are provisional
 * @param reason for the result FAILED
 * @param noRetryExitCodes after which it is not tried again; 128 + n for signal n
 * @param lists whether the job lists the items of a foreach
 */
record Tried(
        AttemptId id,
        PilotId pilot,
        JobState state,
        int latest,
        boolean takenBack,
        boolean live,
        boolean confirmed,
        boolean started,
        @Nullable String result,
        @Nullable FailureReason reason,
        int failures,
        int retries,
        List<Integer> noRetryExitCodes,
        int losses,
        int maxLosses,
        boolean exclusive,
        boolean lists) {

    /** Whether its pilot was lost or never confirmed it, and nobody else took the job since. */
    boolean isSuspended() {
        return !live && isProvisional() && waitsAgain(state, takenBack) && latest == id.attempt();
    }

    /**
     * Whether a job that has no live attempt stands as its last one left it: in the queue, or taken out of it by a pause
     * of its workflow.
     */
    static boolean waitsAgain(JobState state, boolean takenBack) {
        return state == JobState.DEFINED || (state == JobState.TEMPLATE && takenBack);
    }

    Tried andTakenBack() {
        return new Tried(
                id,
                pilot,
                state,
                latest,
                true,
                live,
                confirmed,
                started,
                result,
                reason,
                failures,
                retries,
                noRetryExitCodes,
                losses,
                maxLosses,
                exclusive,
                lists);
    }

    boolean isProvisional() {
        return isProvisional(result);
    }

    /** Whether a late report of the attempt may still replace this result. */
    static boolean isProvisional(@Nullable String result) {
        return "PILOT_LOST".equals(result) || "NEVER_CONFIRMED".equals(result);
    }
}
