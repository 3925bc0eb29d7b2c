package org.freshet.server.dashboard.freshness;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the freshness of a job type.
 *
 * @param now when it was read, on the database's clock
 * @param lateAfter what the type itself says; null = nothing
 * @param waiting jobs that are DEFINED
 * @param running jobs that are DISPATCHED or RUNNING
 * @param failing attempts that failed since its newest result, within an hour
 * @param result its newest; null = none is known
 * @param open the first job submitted of those that wait or run; null = there is none
 */
public record FreshRow(
        Instant now,
        String jobtype,
        @Nullable Duration lateAfter,
        long waiting,
        long running,
        long failing,
        @Nullable Result result,
        @Nullable Open open) {

    /**
     * A result.
     *
     * @param since when its data were taken, or the job was defined
     */
    public record Result(long job, Instant at, Instant since) {

        public Duration behind() {
            return positive(Duration.between(since, at));
        }
    }

    /**
     * A job without a result so far.
     *
     * @param since when its data were taken, or it was defined
     */
    record Open(long job, JobState state, Instant since) {}

    /** How old the data are of which a result is still to come; null if of none. */
    @Nullable
    Duration waited() {
        return open == null ? null : positive(Duration.between(open.since(), now));
    }

    boolean hasResultSince(Instant then) {
        return result != null && result.at().isAfter(then);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
