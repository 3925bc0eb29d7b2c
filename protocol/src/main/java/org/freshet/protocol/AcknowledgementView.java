package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said of jobs that failed in the same way. It holds until another job fails so.
 *
 * @param jobs how many were unresolved then
 * @param until when the newest failure of which it speaks happened
 * @param by name of the account
 * @param undoneAt absent unless somebody took it back
 * @param undoneBy absent unless somebody took it back
 */
public record AcknowledgementView(
        long id,
        FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        String jobtype,
        @Nullable String host,
        long jobs,
        Instant until,
        String note,
        Instant at,
        String by,
        @Nullable Instant undoneAt,
        @Nullable String undoneBy) {}
