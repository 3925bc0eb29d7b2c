package org.freshet.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A slot that is not proven gone.
 *
 * @param orderId the order that it came with
 * @param nonce the pilot that it was ordered for
 * @param since when it was submitted
 * @param entered when it came into its state; where that is not known, when it was submitted
 * @param hold why it is held, if it is
 */
public record Slot(
        BatchId batchId,
        String orderId,
        String nonce,
        State state,
        Instant since,
        Instant entered,
        @Nullable Hold hold) {

    /** What the batch system says of a slot. Each counts; only the first two give hope for a pilot. */
    public enum State {
        /** Waits for a machine, or is about to start. */
        QUEUED,
        /** Its pilot's process was started and has not ended. */
        RUNNING,
        /** The batch system stopped trying; a person has to look. */
        HELD,
        /** Told to end and not gone yet. */
        LEAVING
    }
}
