package org.freshet.server.dashboard.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * How far results of a type were behind their data, as a line of 100 by 30 without words. It is broken where there were no
 * results.
 *
 * @param path of the line; empty if there were none
 * @param limit how far down the type's limit is
 */
record Spark(String path, String limit) {

    static final Spark NONE = new Spark("", "0.0");

    private static final double WIDTH = 100;
    private static final double HEIGHT = 30;

    /** @param slices of one type, oldest first */
    static Spark of(Span span, Instant begin, List<FreshnessSql.Slice> slices, Duration limit) {
        double most = slices.stream()
                .mapToDouble(it -> (double) it.behind().toMillis())
                .reduce((double) limit.toMillis(), Math::max);
        double top = 1.1 * most;
        double width = WIDTH / span.slices();
        var path = new StringBuilder();
        int last = Integer.MIN_VALUE;
        for (var slice : slices) {
            int place = span.place(begin, slice.slice());
            if (place < 0 || place >= span.slices()) {
                continue;
            }
            var y = units(HEIGHT - HEIGHT * slice.behind().toMillis() / top);
            path.append(place == last + 1 ? "V" + y : "M" + units(place * width) + " " + y)
                    .append('H')
                    .append(units((place + 1) * width));
            last = place;
        }
        return new Spark(path.toString(), units(HEIGHT - HEIGHT * limit.toMillis() / top));
    }

    private static String units(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
