package org.freshet.server.dashboard.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.RoundNumber;
import org.freshet.server.dashboard.page.Words;

/**
 * How many jobs ended, and how, as columns in a drawing of 600 by 100, and in words.
 *
 * @param ticks what is written beside its grid, from the top
 * @param times what is written below it
 * @param columns finished jobs, and above them those that failed and those that expired
 * @param spoken all of it in words
 * @param rows its numbers, newest first
 */
record EndedChart(
        List<String> ticks,
        List<String> times,
        List<Column> columns,
        long finished,
        long failed,
        long expired,
        String spoken,
        List<Row> rows) {

    private static final double WIDTH = 600;
    private static final int LINES = 4;

    /** The states in the order in which they stand on each other. */
    private static final List<JobState> STATES = List.of(JobState.FINISHED, JobState.FAILED, JobState.EXPIRED);

    /**
     * A part of the drawing, in its own units.
     *
     * @param look colour class
     * @param hatched what is broken has a second mark beside its colour
     */
    record Column(String look, boolean hatched, String x, String y, String width, String height) {}

    /** The numbers of one part of the time. */
    record Row(String from, long finished, long failed, long expired) {

        long total() {
            return finished + failed + expired;
        }
    }

    /** @param ended in any order; what is outside of the span is left out */
    static EndedChart of(Span span, Instant now, List<OverviewSql.Ended> ended, Words words) {
        Instant begin = span.begin(now);
        long[][] counts = new long[span.slices()][STATES.size()];
        for (var part : ended) {
            int place = span.place(begin, part.slice());
            int state = STATES.indexOf(part.state());
            if (place >= 0 && place < counts.length && state >= 0) {
                counts[place][state] += part.jobs();
            }
        }
        List<Row> rows = IntStream.range(0, counts.length)
                .mapToObj(it -> new Row(
                        span.time(begin.plus(span.step().multipliedBy(it))),
                        counts[it][0],
                        counts[it][1],
                        counts[it][2]))
                .toList();
        long top = LINES
                * RoundNumber.atLeast(Math.ceilDiv(
                        Math.max(1, rows.stream().mapToLong(Row::total).max().orElse(1)), LINES));
        long finished = rows.stream().mapToLong(Row::finished).sum();
        long failed = rows.stream().mapToLong(Row::failed).sum();
        long expired = rows.stream().mapToLong(Row::expired).sum();
        return new EndedChart(
                IntStream.rangeClosed(0, LINES)
                        .mapToObj(it -> String.format(Locale.ENGLISH, "%,d", top / LINES * (LINES - it)))
                        .toList(),
                span.labels(begin),
                columns(counts, top),
                finished,
                failed,
                expired,
                words.say("ended.spoken", span.words(), finished, failed, expired),
                rows.reversed());
    }

    private static List<Column> columns(long[][] counts, long top) {
        double step = WIDTH / counts.length;
        List<Column> columns = new ArrayList<>();
        for (int place = 0; place < counts.length; place++) {
            double y = 100;
            for (int n = 0; n < STATES.size(); n++) {
                if (counts[place][n] > 0) {
                    double height = Math.max(1.5, 100.0 * counts[place][n] / top);
                    y = Math.max(0, y - height);
                    Badge badge = Badge.of(STATES.get(n));
                    columns.add(new Column(
                            badge.look(),
                            STATES.get(n) == JobState.FAILED,
                            units(place * step + step * 0.1),
                            units(y),
                            units(step * 0.8),
                            units(height)));
                }
            }
        }
        return columns;
    }

    private static String units(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
