package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a job.
 *
 * @param result how it ended: FINISHED, FAILED, CANCELLED, GIVEN_BACK, NEVER_CONFIRMED, PILOT_LOST; absent while it is open
 * @param reason for the result FAILED
 * @param message one sentence about its end
 * @param usage what its payload used, if its pilot said so
 */
public record AttemptView(
        int attempt,
        PilotId pilot,
        String site,
        @Nullable String host,
        Instant dispatchedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String result,
        @Nullable FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        @Nullable String message,
        @Nullable Usage usage) {}
