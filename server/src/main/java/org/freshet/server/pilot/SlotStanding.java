package org.freshet.server.pilot;

import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;

/**
 * What the batch system says of a pilot's slot.
 *
 * @param state QUEUED, RUNNING, HELD or LEAVING
 * @param holdCode HTCondor's HoldReasonCode; null = not held, or the batch system has no such codes
 * @param holdReason the batch system's words; null = not held
 * @param holdAdvice what a person can do about it, a sentence without full stop
 */
public record SlotStanding(
        PilotId pilot,
        String state,
        @Nullable Integer holdCode,
        @Nullable Integer holdSubcode,
        @Nullable String holdReason,
        @Nullable String holdAdvice) {

    /** A batch system may hold a slot and not say why. */
    public SlotStanding {
        holdReason = state.equals("HELD") && holdReason == null ? "" : holdReason;
    }
}
