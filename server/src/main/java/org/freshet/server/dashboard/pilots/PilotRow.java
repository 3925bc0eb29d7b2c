package org.freshet.server.dashboard.pilots;

import java.time.Instant;
import java.util.List;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.action.PilotAction;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * A pilot, as a row of the list and as its page's facts.
 *
 * @param now when the row was read, on the database's clock
 * @param told the strongest thing that a person told it; null = nothing
 * @param payloadsRunAs a sentence; null until it has registered
 * @param job the job it holds; null if none
 * @param attempt number of the attempt that it holds
 * @param slot what the batch system said of its slot last; null = it never showed one
 * @param pastDueSeconds since when it should have spoken; negative if it is not due yet
 */
record PilotRow(
        Instant now,
        long id,
        String site,
        PilotState state,
        @Nullable String reason,
        @Nullable PilotAction told,
        @Nullable String batchId,
        @Nullable String host,
        @Nullable Long pid,
        @Nullable String version,
        @Nullable String payloadsRunAs,
        int cores,
        int memoryMb,
        int diskMb,
        List<String> tags,
        long jobsDone,
        Instant submittedAt,
        @Nullable Instant registeredAt,
        @Nullable Instant lastSeenAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant endsAt,
        @Nullable Instant endedAt,
        @Nullable Long job,
        @Nullable Integer attempt,
        @Nullable SlotRow slot,
        double pastDueSeconds) {

    public Badge badge() {
        return Badge.of(state);
    }

    /** Whether it speaks when it should; null for one that has not spoken yet, or has ended by its own wish. */
    public @Nullable Badge heartbeat() {
        if (registeredAt == null || (!state.isAlive() && state != PilotState.LOST)) {
            return null;
        }
        return Heartbeat.of(state.isAlive(), state == PilotState.LOST, pastDueSeconds)
                .badge();
    }

    /** The page of its host; null until it has registered. */
    @Nullable
    public String hostPage() {
        return host == null ? null : Paths.host(host);
    }

    public Moment submitted() {
        return Moment.of(submittedAt, now);
    }

    @Nullable
    public Moment registered() {
        return Moment.ofNullable(registeredAt, now);
    }

    @Nullable
    public Moment lastSeen() {
        return Moment.ofNullable(lastSeenAt, now);
    }

    /** When it counts as lost unless it speaks before; null for one that ended. */
    @Nullable
    public Moment lease() {
        return endedAt == null ? Moment.ofNullable(leaseUntil, now) : null;
    }

    /** When it ended, or else when its lifetime ends. */
    @Nullable
    public Moment ends() {
        return Moment.ofNullable(endedAt == null ? endsAt : endedAt, now);
    }

    @Nullable
    public Moment ended() {
        return Moment.ofNullable(endedAt, now);
    }

    @Nullable
    public Moment lifetimeEnds() {
        return Moment.ofNullable(endsAt, now);
    }
}
