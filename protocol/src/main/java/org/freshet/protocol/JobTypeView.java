package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A family of jobs.
 *
 * @param limit most of its jobs DISPATCHED or RUNNING at once, over all sites; absent = no limit, 0 = none runs
 * @param held jobs that are TEMPLATE
 * @param waiting jobs that are DEFINED
 * @param running jobs that are DISPATCHED or RUNNING
 * @param lateAfterSeconds its results are late when they come later than this after their data; absent = as the server's
 *     settings say
 */
public record JobTypeView(
        String name,
        @Nullable Integer limit,
        Order order,
        long held,
        long waiting,
        long running,
        Instant createdAt,
        @Nullable Integer lateAfterSeconds) {

    /** Which of its jobs of one priority runs first. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }
}
