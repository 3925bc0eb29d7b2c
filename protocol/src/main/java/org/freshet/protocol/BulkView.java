package org.freshet.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of many jobs: first a preview of exactly these jobs, then, confirmed, worked off. The three numbers of jobs add
 * up to the first: jobs = open + done + refused.
 *
 * @param user who asked for it
 * @param filter by which the jobs were found, as in the address of the list; absent if they were named one by one
 * @param cut whether more jobs matched than one change takes, or not all were looked through
 * @param priority that the jobs get; absent for other actions and for an undo, which gives each its own back
 * @param usefulForSeconds how long the results of a retry are of use
 * @param reason why, as it was said with the confirmation
 * @param jobs how many jobs it is about
 * @param open to how many it will be done, or is still to be done
 * @param done to how many it was done
 * @param refused to how many it cannot be done
 * @param refusals why not, most jobs first; at most 20 reasons
 * @param expiresAt when a preview is forgotten that nobody confirms
 * @param undo how many of those that are done can be taken back, until {@code undoUntil}
 * @param undoUntil absent if nothing can be taken back
 * @param undoOf the change that this one takes back
 * @param undoneBy the change that took this one back
 */
public record BulkView(
        long id,
        BulkAction action,
        Phase phase,
        String user,
        @Nullable String filter,
        boolean cut,
        @Nullable Integer priority,
        @Nullable Integer usefulForSeconds,
        @Nullable String reason,
        long jobs,
        long open,
        long done,
        long refused,
        List<Refusal> refusals,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant endedAt,
        long undo,
        @Nullable Instant undoUntil,
        @Nullable Long undoOf,
        @Nullable Long undoneBy) {

    public BulkView {
        refusals = List.copyOf(refusals);
    }

    /** How far it is. */
    public enum Phase {
        /** Its jobs are written down; nothing was done. */
        PREVIEW,
        /** Confirmed, and being worked off. */
        RUNNING,
        /** Every job has its outcome. */
        DONE
    }

    /**
     * Jobs to which it cannot be done for the same reason.
     *
     * @param tooLate whether it was possible at the preview, and not any more when it was tried
     * @param why for example {@code it is RUNNING}
     * @param example one of the jobs
     */
    public record Refusal(boolean tooLate, String why, long jobs, JobId example) {}
}
