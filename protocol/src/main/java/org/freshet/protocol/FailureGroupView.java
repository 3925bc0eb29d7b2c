package org.freshet.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that failed in the same way: of one reason, exit code or signal, job type and host. A job is unresolved while it is
 * FAILED and no job of its type, run and subrun has FINISHED since.
 *
 * @param exitCode absent unless the reason is EXIT_CODE
 * @param signal absent unless the reason is SIGNAL
 * @param host absent if it is not known
 * @param jobs how many are unresolved
 * @param firstAt when the first of them failed
 * @param lastAt when the last of them failed
 * @param message what was said of the last of them; absent if nothing
 * @param jobIds of the latest of them, up to 200, latest first
 * @param acknowledged absent if nobody has, or a job failed so since
 */
public record FailureGroupView(
        FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        String jobtype,
        @Nullable String host,
        long jobs,
        Instant firstAt,
        Instant lastAt,
        @Nullable String message,
        List<JobId> jobIds,
        @Nullable AcknowledgementView acknowledged) {

    public FailureGroupView {
        jobIds = List.copyOf(jobIds);
    }
}
