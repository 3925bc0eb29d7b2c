package org.freshet.server.job;

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
        int maxLosses,
        boolean exclusive,
        List<String> outputs,
        @Nullable Duration usefulFor,
        @Nullable Instant dataTime,
        @Nullable Long run,
        @Nullable Long subrun,
        @Nullable String metadata,
        @Nullable String key) {}
