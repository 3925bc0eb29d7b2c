package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says that somebody knows of jobs that failed in the same way.
 *
 * @param exitCode absent unless the reason is EXIT_CODE
 * @param signal absent unless the reason is SIGNAL
 * @param host absent if it is not known
 * @param until when the newest failure happened that was seen; absent = the newest there is now
 * @param note what is known, for those who come later
 */
public record AcknowledgementWish(
        FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        String jobtype,
        @Nullable String host,
        @Nullable Instant until,
        String note) {}
