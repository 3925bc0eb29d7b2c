package org.freshet.server.dashboard.pools;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.PoolRun.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The last day of a pool, by quarters of an hour; what was before its first calculation is left out.
 *
 * <p>A calculation holds until the next one. What is found anew each time is written down every ten minutes only, so after
 * a little more than that it is known that nobody calculated.
 */
public final class PoolDay {

    static final int QUARTERS = 96;

    /** So long a calculation stands for what is after it. */
    public static final Duration HOLDS = Duration.ofMinutes(12);

    private final Instant now;
    private final List<PoolPoint> points;

    private PoolDay(Instant now, List<PoolPoint> points) {
        this.now = now;
        this.points = points;
    }

    /** When the first quarter of the day begins. */
    public static Instant begin(Instant now) {
        var minutes = Quarter.LENGTH.toMinutes();
        var hour = now.truncatedTo(ChronoUnit.HOURS);
        var present = hour.plus(
                Quarter.LENGTH.multipliedBy(Duration.between(hour, now).toMinutes() / minutes));
        return present.minus(Quarter.LENGTH.multipliedBy(QUARTERS - 1L));
    }

    /**
     * The day in parts.
     *
     * @param points oldest first; with those of {@link #HOLDS} before the day, if there are any
     */
    public static List<Quarter> quarters(Instant now, List<PoolPoint> points) {
        return points.isEmpty() ? List.of() : new PoolDay(now, points).quarters();
    }

    private List<Quarter> quarters() {
        var quarters = new ArrayList<Quarter>();
        var first = 0;
        var from = begin(now);
        for (int n = 0; n < QUARTERS; n++, from = from.plus(Quarter.LENGTH)) {
            var end = from.plus(Quarter.LENGTH);
            while (first + 1 < points.size() && !points.get(first + 1).at().isAfter(from)) {
                first++;
            }
            if (points.getFirst().at().isBefore(end)) {
                quarters.add(quarter(from, end, first));
            }
        }
        return quarters;
    }

    /** @param first the calculation that holds when the quarter begins, or the first one of all */
    private Quarter quarter(Instant from, Instant end, int first) {
        var unknown = Duration.ZERO;
        var paused = Duration.ZERO;
        var submitted = 0;
        var unsure = 0;
        PoolPoint last = null;
        for (int i = first; i < points.size() && points.get(i).at().isBefore(end); i++) {
            var point = points.get(i);
            var next = i + 1 < points.size() ? points.get(i + 1).at() : now;
            var holds = earlier(next, point.at().plus(HOLDS));
            var held = overlap(from, end, point.at(), holds);
            unknown = unknown.plus(point.isBlind() ? held : Duration.ZERO).plus(overlap(from, end, holds, next));
            paused = paused.plus(point.isPaused() ? held : Duration.ZERO);
            var isOfQuarter = !point.at().isBefore(from);
            if (point.isKnown() && (isOfQuarter || held.isPositive())) {
                last = point;
            }
            if (isOfQuarter) {
                submitted += point.outcome() == Outcome.SUBMITTED ? point.pilots() : 0;
                unsure += point.outcome() == Outcome.UNKNOWN ? point.pilots() : 0;
            }
        }
        return new Quarter(from, want(last), have(last), submitted, unsure, unknown, paused);
    }

    private static @Nullable Integer want(@Nullable PoolPoint point) {
        return point == null ? null : point.want();
    }

    private static @Nullable Integer have(@Nullable PoolPoint point) {
        return point == null ? null : point.have();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** How much of the time between two moments is in a quarter. */
    private static Duration overlap(Instant from, Instant end, Instant begin, Instant until) {
        var both = Duration.between(begin.isAfter(from) ? begin : from, earlier(until, end));
        return both.isNegative() ? Duration.ZERO : both;
    }
}
