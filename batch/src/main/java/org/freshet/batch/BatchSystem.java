package org.freshet.batch;

import java.time.Duration;
import java.util.Collection;

/**
 * Where pilots are submitted to. Answers are about slots, not about pilots: a slot that runs may hold a pilot that never
 * speaks.
 *
 * <p>Every call may take as long as the batch system's own commands, up to a limit set by the implementation; none throws
 * because the batch system is away. What matters is never in memory only: a new object over the same batch system sees
 * what an older one submitted.
 */
public interface BatchSystem {

    /**
     * Asks for one slot for each pilot of the order. Whether a slot runs, waits or fails shows in later views.
     *
     * @param order submitted once; a second call with the same order id is refused where that can be told, and must not
     *     be relied on
     */
    Submission submit(Order order);

    /** The slots of a site that are not proven gone. */
    View view(String site);

    /**
     * Ends slots, whatever their state: first politely, so that a pilot can give its job back, after a grace period by
     * force. Ids that are already gone are no failure.
     */
    Removal remove(String site, Collection<BatchId> slots);

    /**
     * How a slot that is no longer in the view came to its end and where its log is, in words for an operator, for
     * example {@code exit code 2, the log /…/pilot.log ends with "…"}. Says so when that is not known.
     */
    String ending(String site, BatchId slot);

    /**
     * Whether a slot of this id may ever have been in a view. If not, that it is missing in one says nothing: another host has
     * it.
     */
    default boolean mayHaveHad(String site, BatchId slot) {
        return true;
    }

    /**
     * How long after a submission whose answer is missing its slots may still show themselves. Zero if a view is proof at
     * once; if not, a slot that is missing in one does not prove that its pilot is dead either.
     */
    default Duration doubt() {
        return Duration.ZERO;
    }
}
