package org.freshet.server.explain;

import java.time.Instant;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotState;
import org.jspecify.annotations.Nullable;

/**
 * A pilot that is alive and has spoken.
 *
 * @param job the job it holds; null if none
 * @param freeAt when that job ends at the latest: its time limit and its site's kill grace have passed; null if it holds none
 */
record Candidate(
        long id,
        String site,
        PilotState state,
        Offer offer,
        @Nullable Instant lastSeen,
        @Nullable Instant leaseUntil,
        @Nullable Long job,
        @Nullable Instant freeAt) {

    /** Whether it takes jobs, now or after the one it holds. */
    boolean takesJobs() {
        return switch (state) {
            case ACTIVE, IDLE, BUSY -> true;
            case SUBMITTED, DRAINING, STOPPED, KILLED, LOST -> false;
        };
    }

    boolean isIdle() {
        return state == PilotState.IDLE;
    }
}
