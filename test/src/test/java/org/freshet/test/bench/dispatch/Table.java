package org.freshet.test.bench.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rounds for people. */
final class Table {

    private static final String LINE = "| %-30s | %,8.0f | %,8.0f | %-17s | %6s | %6s | %6s | %6s | %-16s | %s |%n";

    private Table() {}

    /** @param one whose rate, round by round, is divided by that of the others */
    static String of(Map<Contestant, List<Run>> runs, double[] one) {
        var text = new StringBuilder();
        text.append(String.format(
                "| %-30s | %8s | %8s | %-17s | %6s | %6s | %6s | %6s | %-16s | %s |%n",
                "",
                "best 1/s",
                "median",
                "p50/p95/p99 ms",
                "own µs",
                "PG µs",
                "gen µs",
                "MB",
                "ours / this",
                "what it does for a job"));
        text.append("|---|---:|---:|---|---:|---:|---:|---:|---|---|\n");
        runs.forEach((contestant, its) -> text.append(line(contestant, its, one)));
        return text.toString();
    }

    private static String line(Contestant contestant, List<Run> runs, double[] one) {
        var rates = runs.stream().mapToDouble(Run::rate).toArray();
        return String.format(
                Locale.ROOT,
                LINE,
                contestant.name(),
                Arrays.stream(rates).max().orElse(0),
                median(rates),
                millis(runs),
                number(runs, Run::ownMicros),
                number(runs, Run::postgresMicros),
                number(runs, Run::askingMicros),
                number(runs, Run::residentMb),
                ratio(one, rates),
                contestant.does());
    }

    /** Nothing where there is no such thing. */
    private static String number(List<Run> runs, ToDoubleFunction<Run> what) {
        var median = median(runs.stream().mapToDouble(what).toArray());
        return median == 0 ? "" : String.format(Locale.ROOT, "%.0f", median);
    }

    private static String millis(List<Run> runs) {
        return runs.stream().anyMatch(it -> it.millis().isEmpty())
                ? ""
                : IntStream.range(0, 3)
                        .mapToObj(n -> String.format(
                                Locale.ROOT,
                                "%.1f",
                                median(runs.stream()
                                        .mapToDouble(it -> it.millis().get(n))
                                        .toArray())))
                        .collect(Collectors.joining("/"));
    }

    private static String ratio(double[] one, double[] other) {
        var each = quotients(one, other);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f-%.2f)",
                median(each),
                Arrays.stream(each).min().orElse(0),
                Arrays.stream(each).max().orElse(0));
    }

    /** Round by round. */
    static double[] quotients(double[] one, double[] other) {
        return IntStream.range(0, Math.min(one.length, other.length))
                .mapToDouble(n -> one[n] / other[n])
                .toArray();
    }

    static double median(double[] values) {
        var sorted = Arrays.stream(values).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
