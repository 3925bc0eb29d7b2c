package org.freshet.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.jspecify.annotations.Nullable;

/**
 * A job as lists and {@code GET /api/v1/jobs/ID} show it. What is not known or does not apply is absent.
 *
 * @param reason for FAILED a {@link FailureReason}; else absent
 * @param message the last word about the job: one sentence of its pilot or of the person who acted on it
 * @param attempt number of the latest attempt; 0 = never claimed
 * @param exitCode of the latest attempt
 * @param signal that ended the latest attempt
 * @param user who submitted it
 * @param site of the latest attempt, or while it was never claimed the site it asks for
 * @param host of the latest attempt
 * @param pilot of the latest attempt
 * @param priority -1000 to 1000, higher first
 * @param timelimit seconds that the payload may run
 * @param endedAt when it became final
 * @param looseOutputs outputs that may be empty or missing, and what is checked of each; absent = none
 * @param noRetryExitCodes exit codes after which its payload is not tried again though it has retries
 * @param failures payload failures since submission or the last retry by a person
 * @param losses pilot losses since submission or the last retry by a person
 * @param vertex its name in its workflow
 */
public record JobView(
        JobId id,
        UUID uuid,
        String name,
        String jobtype,
        JobState state,
        @Nullable FailureReason reason,
        @Nullable String message,
        int attempt,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        String user,
        @Nullable String site,
        @Nullable String host,
        @Nullable PilotId pilot,
        int priority,
        int timelimit,
        Instant definedAt,
        @Nullable Instant dispatchedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant usefulUntil,
        @Nullable Instant dataTime,
        @Nullable Long run,
        @Nullable Long subrun,
        String payload,
        Map<String, String> env,
        int cores,
        int memoryMb,
        int diskMb,
        List<String> tags,
        List<String> outputs,
        @Nullable Map<String, OutputCheck> looseOutputs,
        boolean exclusive,
        int retries,
        List<Integer> noRetryExitCodes,
        int maxLosses,
        int failures,
        int losses,
        @Nullable String key,
        @Nullable Object metadata,
        @Nullable WorkflowId workflow,
        @Nullable String vertex) {}
