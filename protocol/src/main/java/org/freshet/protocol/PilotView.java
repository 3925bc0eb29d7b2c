package org.freshet.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pilot as lists and {@code GET /api/v1/pilots/ID} show it. What is not known yet is absent.
 *
 * @param reason why it is in its state, in words
 * @param user name of the machine's user that it runs as
 * @param payloadsRunAs as whom it runs payloads, and why: one sentence for the operator
 * @param job the attempt it holds
 * @param jobsDone attempts whose end it reported
 * @param leaseUntil when it counts as lost unless it speaks before
 * @param endsAt end of its lifetime
 * @param machine how its machine did when it said so last
 * @param machineAt when that was
 */
public record PilotView(
        PilotId id,
        String site,
        PilotState state,
        @Nullable String reason,
        @Nullable String host,
        @Nullable Long pid,
        @Nullable String batchId,
        @Nullable String version,
        @Nullable String user,
        @Nullable String payloadsRunAs,
        @Nullable AttemptId job,
        long jobsDone,
        int cores,
        int memoryMb,
        int diskMb,
        List<String> tags,
        Instant submittedAt,
        @Nullable Instant registeredAt,
        @Nullable Instant lastSeenAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant endsAt,
        @Nullable Instant endedAt,
        @Nullable MachineState machine,
        @Nullable Instant machineAt) {}
