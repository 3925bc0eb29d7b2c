package org.freshet.server.dashboard.pilots;

import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.util.List;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.action.PilotAction;
import org.jspecify.annotations.Nullable;

/** Pilots with boring values, as the database would give them. */
public final class PilotFixtures {

    private PilotFixtures() {}

    /** A pilot of which nothing was heard yet, or which is all that its state says. */
    public static PilotRow aPilot(long id, PilotState state) {
        return aPilot(id, state, null);
    }

    /** The same with what the batch system said of its slot. */
    static PilotRow aPilot(long id, PilotState state, @Nullable SlotRow slot) {
        boolean spoke = state != PilotState.SUBMITTED;
        return new PilotRow(
                NOW,
                id,
                "local",
                state,
                null,
                state == PilotState.DRAINING ? PilotAction.DRAIN : null,
                null,
                spoke ? "b6d09b7731" : null,
                null,
                null,
                spoke ? "Payloads run as the pilot's own user freshet." : null,
                1,
                0,
                0,
                List.of(),
                3,
                NOW.minusSeconds(300),
                spoke ? NOW.minusSeconds(290) : null,
                spoke ? NOW.minusSeconds(2) : null,
                spoke ? NOW.plusSeconds(38) : null,
                null,
                state.isAlive() ? null : NOW.minusSeconds(1),
                state == PilotState.BUSY ? Long.valueOf(12) : null,
                state == PilotState.BUSY ? Integer.valueOf(1) : null,
                slot,
                -8);
    }
}
