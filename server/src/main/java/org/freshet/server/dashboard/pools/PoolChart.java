package org.freshet.server.dashboard.pools;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * The last day of a pool as a drawing of 600 by 100, and in words.
 *
 * @param ticks what is written beside its grid, from the top
 * @param hours what is written below it
 * @param want path of a line, broken where nothing is known
 * @param have path of a line, broken where nothing is known
 * @param cap path of a line
 * @param columns pilots that were submitted
 * @param unsure parts of the columns of which nobody knew whether they got in
 * @param dark where nothing was known
 * @param paused where the pool was paused
 * @param spoken all of it in words
 * @param above that the line of what was wanted leaves the drawing; null if it does not
 * @param rows its numbers, newest first
 */
public record PoolChart(
        List<String> ticks,
        List<String> hours,
        String want,
        String have,
        String cap,
        List<Area> columns,
        List<Area> unsure,
        List<Area> dark,
        List<Area> paused,
        String spoken,
        @Nullable String above,
        List<Row> rows) {

    private static final double WIDTH = 600;
    private static final double STEP = WIDTH / PoolDay.QUARTERS;
    private static final double COLUMN = 4;
    private static final int LINES = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A part of the drawing, in its own units. */
    record Area(String x, String y, String width, String height) {}

    /**
     * The numbers of a quarter of an hour.
     *
     * @param want null = unknown
     * @param unknown for how long nothing was known; null = at no time
     */
    record Row(
            String from,
            @Nullable Integer want,
            @Nullable Integer have,
            int submitted,
            int unsure,
            @Nullable String unknown) {}

    /**
     * The chart.
     *
     * @param quarters oldest first
     */
    public static PoolChart of(Instant now, List<Quarter> quarters, int cap, Words words) {
        var scale = new Scale(PoolDay.begin(now), top(quarters, cap));
        var most = quarters.stream().mapToInt(it -> orZero(it.want())).max().orElse(0);
        return new PoolChart(
                IntStream.rangeClosed(0, LINES)
                        .mapToObj(it -> String.format(Locale.ENGLISH, "%,d", scale.top / LINES * (LINES - it)))
                        .toList(),
                IntStream.rangeClosed(0, 4)
                        .mapToObj(it ->
                                TIME.format(scale.begin.plus(Duration.ofHours(6L * it))) + (it == 4 ? " UTC" : ""))
                        .toList(),
                scale.line(quarters, Quarter::want),
                scale.line(quarters, Quarter::have),
                "M0 " + units(scale.y(cap)) + "H600",
                scale.columns(quarters, Quarter::ordered),
                scale.columns(quarters, Quarter::unsure),
                scale.bands(quarters, Quarter::isDark),
                scale.bands(quarters, Quarter::isPaused),
                new PoolSpoken(quarters, words).all(cap),
                most > scale.top ? words.say("pool.chart.above", most) : null,
                quarters.reversed().stream().map(PoolChart::row).toList());
    }

    private static Row row(Quarter quarter) {
        return new Row(
                TIME.format(quarter.from()),
                quarter.want(),
                quarter.have(),
                quarter.submitted(),
                quarter.unsure(),
                quarter.unknown().toSeconds() == 0 ? null : Elapsed.coarse(quarter.unknown()));
    }

    /** What is wanted may be far above the cap; then the rest is still to be seen. */
    private static int top(List<Quarter> quarters, int cap) {
        var certain = quarters.stream()
                .flatMap(it -> Stream.of(orZero(it.have()), it.ordered()))
                .reduce(Math.max(cap, 1), Math::max);
        var most = quarters.stream().mapToInt(it -> orZero(it.want())).max().orElse(0);
        return LINES * round(Math.ceilDiv(Math.min(Math.max(certain, most), 2L * certain), LINES));
    }

    /** Up to a number that is read easily: 1, 2 or 5 and zeros, or 25 and zeros. */
    private static int round(long atLeast) {
        for (long power = 1; ; power *= 10) {
            for (var step : new long[] {power, 2 * power, power % 10 == 0 ? 25 * power / 10 : 0, 5 * power}) {
                if (step >= atLeast && step > 0) {
                    return (int) Math.min(step, Integer.MAX_VALUE / LINES);
                }
            }
        }
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String units(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Where things are drawn. */
    private record Scale(Instant begin, int top) {

        double x(Quarter quarter) {
            return STEP * Duration.between(begin, quarter.from()).toMinutes() / Quarter.LENGTH.toMinutes();
        }

        double y(int pilots) {
            return Math.max(0, 100 - 100.0 * pilots / top);
        }

        String line(List<Quarter> quarters, Function<Quarter, @Nullable Integer> number) {
            var path = new StringBuilder();
            var isDrawn = false;
            for (var quarter : quarters) {
                var value = number.apply(quarter);
                if (value == null || !quarter.isBright()) {
                    isDrawn = false;
                    continue;
                }
                path.append(isDrawn ? "V" : "M" + units(x(quarter)) + " ")
                        .append(units(y(value)))
                        .append('H')
                        .append(units(x(quarter) + STEP));
                isDrawn = true;
            }
            return path.toString();
        }

        List<Area> columns(List<Quarter> quarters, Function<Quarter, Integer> number) {
            return quarters.stream()
                    .filter(it -> number.apply(it) > 0)
                    .map(it -> {
                        var y = Math.min(y(number.apply(it)), 99);
                        return new Area(units(x(it) + (STEP - COLUMN) / 2), units(y), units(COLUMN), units(100 - y));
                    })
                    .toList();
        }

        /** Neighbours as one. */
        List<Area> bands(List<Quarter> quarters, Predicate<Quarter> which) {
            var bands = new ArrayList<Area>();
            Quarter first = null;
            for (int i = 0; i <= quarters.size(); i++) {
                var isIn = i < quarters.size() && which.test(quarters.get(i));
                if (isIn && first == null) {
                    first = quarters.get(i);
                } else if (!isIn && first != null) {
                    var end = x(quarters.get(i - 1)) + STEP;
                    bands.add(new Area(units(x(first)), "0", units(end - x(first)), "100"));
                    first = null;
                }
            }
            return bands;
        }
    }
}
