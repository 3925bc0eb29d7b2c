package org.freshet.server.dashboard.action;

import org.freshet.protocol.PilotState;
import org.jspecify.annotations.Nullable;

/** What a person may tell a pilot on its page, the weaker one first. */
public enum PilotAction implements Action {
    DRAIN,
    KILL;

    /**
     * Whether there is use in telling it.
     *
     * @param told the strongest thing that it was told so far
     */
    public boolean suits(PilotState state, @Nullable PilotAction told) {
        return state.isAlive() && (told == null || told.compareTo(this) < 0);
    }

    @Override
    public boolean harm() {
        return this == KILL;
    }
}
