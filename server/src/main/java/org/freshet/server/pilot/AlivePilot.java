package org.freshet.server.pilot;

import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.jspecify.annotations.Nullable;

/**
 * A pilot that has not ended in the books. Ages are those of the moment at which the books were read, by the database's
 * clock.
 *
 * @param batchId the batch system's id of its slot, once the order was confirmed
 * @param ageSeconds since it was ordered
 * @param offer what it offers; meaningless until it registered
 * @param work what it runs; null = nothing
 * @param leaving whether it was told to drain or to stop
 * @param toBeEnded whether it was told to stop and had the time to do so by itself, or cannot hear it
 */
public record AlivePilot(
        PilotId id,
        String nonce,
        PilotState state,
        @Nullable String batchId,
        double ageSeconds,
        Offer offer,
        @Nullable Work work,
        boolean leaving,
        boolean toBeEnded) {

    /** A job that a pilot holds. */
    public record Work(String jobtype, double seconds) {}

    /** Whether it never spoke. */
    public boolean isAwaited() {
        return state == PilotState.SUBMITTED;
    }
}
