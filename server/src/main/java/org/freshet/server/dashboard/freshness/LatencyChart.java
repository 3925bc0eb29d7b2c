package org.freshet.server.dashboard.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.server.dashboard.page.RoundNumber;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * How far the results of some job types were behind their data, as lines in a drawing of 600 by 100, and in words. A line
 * is broken where there were no results.
 *
 * @param ticks what is written beside its grid, from the top
 * @param times what is written below it
 * @param lines those that are late first
 * @param limit path of the limit of the first of them, if that is late; null if it is not, or is above the drawing
 * @param limitOf whose limit that is, and what; null likewise
 * @param others of how many types no line is drawn
 * @param spoken all of it in words
 * @param rows its numbers: all types, newest first
 */
public record LatencyChart(
        List<String> ticks,
        List<String> times,
        List<Line> lines,
        @Nullable String limit,
        @Nullable String limitOf,
        int others,
        String spoken,
        List<Row> rows) {

    private static final double WIDTH = 600;
    private static final int LINES = 4;

    /** More lines cannot be told apart. */
    private static final int MOST = 5;

    /** So many rows are read by nobody; then the drawing and the page of each type say it better. */
    private static final int MOST_ROWS = 400;

    /** Steps between two lines of the grid that are read easily, in seconds. */
    private static final long[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400
    };

    /**
     * A type.
     *
     * @param y how far down its name stands, in percent with sign
     */
    public record Line(String jobtype, boolean late, String path, String y, String last) {

        private static final int ROOM = 11;

        /** As much as has room beside the drawing. */
        public String label() {
            return (jobtype.length() <= ROOM ? jobtype : jobtype.substring(0, ROOM - 1) + "…") + " " + last;
        }

        public String style() {
            return late ? "ln s-late thick" : "ln ctx";
        }
    }

    /** A type in one part of the time. */
    record Row(String from, String jobtype, long results, String behind) {}

    /**
     * The chart.
     *
     * @param slices by type, and then by time
     */
    public static LatencyChart of(
            Span span, Instant now, List<FreshnessSql.Slice> slices, Freshnesses fresh, Words words) {
        Instant begin = span.begin(now);
        Map<String, List<FreshnessSql.Slice>> byType = slices.stream()
                .filter(it -> span.place(begin, it.slice()) >= 0 && span.place(begin, it.slice()) < span.slices())
                .collect(Collectors.groupingBy(FreshnessSql.Slice::jobtype));
        List<String> shown = shown(byType, fresh);
        Freshness worst = fresh.cards().stream()
                .filter(it -> shown.contains(it.jobtype()))
                .findFirst()
                .orElse(null);
        long most = shown.stream()
                .flatMap(it -> byType.getOrDefault(it, List.of()).stream())
                .mapToLong(it -> it.behind().toSeconds())
                .reduce(worst == null ? 1 : worst.limit().toSeconds(), Math::max);
        long step = step(Math.ceilDiv(most + 1, LINES));
        var scale = new Scale(span, begin, step * LINES);
        var lines = scale.lines(shown, byType, fresh);
        return new LatencyChart(
                IntStream.rangeClosed(0, LINES)
                        .mapToObj(it -> it == LINES ? "0" : Elapsed.set(Duration.ofSeconds(step * (LINES - it))))
                        .toList(),
                span.labels(begin),
                lines,
                worst == null ? null : "M0 " + units(scale.y(worst.limit())) + "H600",
                worst == null ? null : words.say("latency.limit", worst.jobtype(), worst.limitWords()),
                byType.size() - shown.size(),
                spoken(span, lines, words),
                rows(span, byType));
    }

    /** Those that are late, and of the others those with most results. */
    private static List<String> shown(Map<String, List<FreshnessSql.Slice>> byType, Freshnesses fresh) {
        List<String> shown = new ArrayList<>();
        fresh.cards().stream()
                .map(Freshness::jobtype)
                .filter(byType::containsKey)
                .limit(MOST)
                .forEach(shown::add);
        byType.entrySet().stream()
                .filter(it -> !shown.contains(it.getKey()))
                .sorted(Comparator.comparingLong(
                                (Map.Entry<String, List<FreshnessSql.Slice>> it) -> -it.getValue().stream()
                                        .mapToLong(FreshnessSql.Slice::results)
                                        .sum())
                        .thenComparing(Map.Entry::getKey))
                .limit(Math.max(0, MOST - shown.size()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(shown::add);
        return shown;
    }

    private static long step(long atLeast) {
        for (long step : STEPS) {
            if (step >= atLeast) {
                return step;
            }
        }
        return 86_400 * RoundNumber.atLeast(Math.ceilDiv(atLeast, 86_400));
    }

    private static String spoken(Span span, List<Line> lines, Words words) {
        if (lines.isEmpty()) {
            return words.say("latency.none", span.words());
        }
        return words.say(
                "latency.spoken",
                span.words(),
                lines.stream().map(it -> it.jobtype() + " " + it.last()).collect(Collectors.joining(", ")));
    }

    private static List<Row> rows(Span span, Map<String, List<FreshnessSql.Slice>> byType) {
        return byType.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(FreshnessSql.Slice::slice)
                        .reversed()
                        .thenComparing(FreshnessSql.Slice::jobtype))
                .limit(MOST_ROWS)
                .map(it -> new Row(span.time(it.slice()), it.jobtype(), it.results(), Elapsed.words(it.behind())))
                .toList();
    }

    private static String units(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /**
     * Where things are drawn.
     *
     * @param top in seconds
     */
    private record Scale(Span span, Instant begin, long top) {

        double y(Duration behind) {
            return Math.clamp(100 - behind.toMillis() / 10.0 / top, 0.0, 100.0);
        }

        List<Line> lines(List<String> types, Map<String, List<FreshnessSql.Slice>> byType, Freshnesses fresh) {
            List<Line> lines = new ArrayList<>();
            for (var type : types) {
                var slices = byType.getOrDefault(type, List.of());
                if (slices.isEmpty()) {
                    continue;
                }
                var last = slices.getLast().behind();
                var late = fresh.cards().stream().anyMatch(it -> it.jobtype().equals(type));
                lines.add(new Line(type, late, path(slices), units(y(last)), Elapsed.words(last)));
            }
            return apart(lines);
        }

        private String path(List<FreshnessSql.Slice> slices) {
            var path = new StringBuilder();
            double width = WIDTH / span.slices();
            int before = Integer.MIN_VALUE;
            for (var slice : slices) {
                int place = span.place(begin, slice.slice());
                var y = units(y(slice.behind()));
                path.append(place == before + 1 ? "V" + y : "M" + units(place * width) + " " + y)
                        .append('H')
                        .append(units((place + 1) * width));
                before = place;
            }
            return path.toString();
        }

        /** Names that would stand on each other are moved down, or up where the drawing ends. */
        private static List<Line> apart(List<Line> lines) {
            // in percent of a drawing of 9 rem, where letters of 12 px reach so far above and below
            double least = 11;
            double top = 4;
            double bottom = 94;
            var byHeight = new ArrayList<>(lines);
            byHeight.sort(Comparator.comparingDouble(it -> Double.parseDouble(it.y())));
            var heights = new double[byHeight.size()];
            for (int n = 0; n < heights.length; n++) {
                double wanted = Double.parseDouble(byHeight.get(n).y());
                heights[n] = n == 0 ? Math.max(top, wanted) : Math.max(wanted, heights[n - 1] + least);
            }
            double limit = bottom;
            for (int n = heights.length - 1; n >= 0; n--) {
                heights[n] = Math.min(heights[n], limit);
                limit = heights[n] - least;
            }
            return lines.stream()
                    .map(it -> new Line(
                            it.jobtype(), it.late(), it.path(), units(heights[byHeight.indexOf(it)]) + "%", it.last()))
                    .toList();
        }
    }
}
