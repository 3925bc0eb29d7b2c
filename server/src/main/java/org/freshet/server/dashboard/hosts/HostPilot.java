package org.freshet.server.dashboard.hosts;

import java.time.Instant;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.pilots.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * A pilot on the page of its host.
 *
 * @param reason why it is in its state
 * @param job the one that it holds; null if none
 * @param pastDueSeconds since when it should have spoken; negative if it is not due yet
 */
record HostPilot(
        Instant now,
        long id,
        String site,
        PilotState state,
        @Nullable String reason,
        @Nullable Long job,
        long jobsDone,
        @Nullable Instant lastSeenAt,
        @Nullable Instant endedAt,
        double pastDueSeconds) {

    public Badge badge() {
        return Badge.of(state);
    }

    public Badge heartbeat() {
        return Heartbeat.of(state.isAlive(), state == PilotState.LOST, pastDueSeconds)
                .badge();
    }

    @Nullable
    public Moment lastSeen() {
        return Moment.ofNullable(lastSeenAt, now);
    }

    @Nullable
    public Moment ended() {
        return Moment.ofNullable(endedAt, now);
    }
}
