package org.freshet.server.pilot;

import java.time.Instant;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.jspecify.annotations.Nullable;

/**
 * A pilot that has not ended in the books.
 *
 * @param batchId the batch system's id of its slot, once the order was confirmed
 * @param leaving whether it was told to drain or to stop
 * @param toBeEnded whether it was told to stop and had the time to do so by itself, or cannot hear it
 */
public record AlivePilot(
        PilotId id,
        String nonce,
        PilotState state,
        @Nullable String batchId,
        Instant submittedAt,
        boolean leaving,
        boolean toBeEnded) {}
