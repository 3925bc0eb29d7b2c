package org.freshet.server.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was asked for, checked and with all defaults filled in. The attributes and their limits are described in
 * {@code docs/job-description.md}.
 *
 * @param held whether the job waits for a release (TEMPLATE) instead of a pilot (DEFINED)
 * @param usefulFor how long after {@code dataTime}, or else after submission, the result is of use
 * @param noRetryExitCodes after which a payload is not tried again; in ascending order, each once
 * @param metadata free JSON text
 */
record JobDescription(
        String name,
        String jobtype,
        String payload,
        SortedMap<String, String> env,
        int timeLimitSeconds,
        int priority,
        boolean held,
        Requirement requirement,
        int retries,
        // absent from the digest if empty: keys of jobs that an older release took stay the same job
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> noRetryExitCodes,
        int maxLosses,
        boolean exclusive,
        List<String> outputs,
        @Nullable Duration usefulFor,
        @Nullable Instant dataTime,
        @Nullable Long run,
        @Nullable Long subrun,
        @Nullable String metadata,
        @Nullable String key) {}
