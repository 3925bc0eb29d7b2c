package org.freshet.server.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.protocol.FreshnessView.Standing;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the results of a job type are. It is late while a result is to come for longer than the limit, or when its newest
 * came too late, a moment ago. A type without work is not late: that no data come is seen by a watch of the service that finds
 * them.
 *
 * @param now when it was read, on the database's clock
 * @param limit from the data to the result; more is late
 * @param waiting jobs that are DEFINED
 * @param running jobs that are DISPATCHED or RUNNING
 * @param failing attempts that failed since its newest result, within an hour
 * @param result its newest; null = none is known
 * @param open the job that waits or runs and is counted for longest; null = there is none
 */
public record TypeFreshness(
        Instant now,
        String jobtype,
        Duration limit,
        long waiting,
        long running,
        long failing,
        @Nullable Result result,
        @Nullable Open open) {

    /** So many failures without a result between them are no accident. */
    private static final int FAILING = 3;

    /** A result that came longer ago says nothing of now: while a type is late, something is to be done about it. */
    private static final Duration MOMENT = Duration.ofMinutes(10);

    /** A type of which nothing came for longer is quiet. */
    private static final Duration SHOWN = Duration.ofHours(2);

    /** From when on a result is counted. */
    public record Since(Instant at, CountsFrom from) {

        private Duration until(Instant then) {
            var duration = Duration.between(at, then);
            return duration.isNegative() ? Duration.ZERO : duration;
        }
    }

    /** A result. */
    public record Result(long job, Instant at, Since since) {

        public Duration behind() {
            return since.until(at);
        }
    }

    /** A job without a result so far. */
    public record Open(long job, JobState state, Since since) {}

    /**
     * How far it is behind.
     *
     * @param job by which it is
     * @param waits whether the result of that job is still to come
     */
    public record Lag(long job, boolean waits, Duration behind, CountsFrom from) {}

    public boolean isLate() {
        var lag = lag();
        return lag != null && lag.behind().compareTo(limit) > 0;
    }

    /** How it stands; of what never had a result it is not said that it is in order. */
    public Standing standing() {
        if (failing >= FAILING) {
            return Standing.BROKEN;
        }
        if (isLate()) {
            return Standing.LATE;
        }
        if (result == null) {
            return Standing.UNKNOWN;
        }
        var came = now.minus(isTooLate(result) ? MOMENT : SHOWN);
        return open == null && !result.at().isAfter(came) ? Standing.QUIET : Standing.OK;
    }

    /** How far it is behind now, by which it is judged; null if nothing is to come and nothing came a moment ago. */
    @Nullable
    public Lag lag() {
        return Stream.of(ofOpen(), result == null || isOld(result) ? null : of(result))
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Lag::behind))
                .orElse(null);
    }

    /** How far its newest result was behind, or is if it is late; null if that is not known. */
    @Nullable
    public Lag newestLag() {
        if (isLate()) {
            return lag();
        }
        if (result == null) {
            return null;
        }
        return isOld(result) && isTooLate(result) && open != null ? ofOpen() : of(result);
    }

    private @Nullable Lag ofOpen() {
        return open == null
                ? null
                : new Lag(
                        open.job(), true, open.since().until(now), open.since().from());
    }

    private static Lag of(Result result) {
        return new Lag(result.job(), false, result.behind(), result.since().from());
    }

    private boolean isOld(Result result) {
        return !result.at().isAfter(now.minus(MOMENT));
    }

    private boolean isTooLate(Result result) {
        return result.behind().compareTo(limit) > 0;
    }
}
