package org.freshet.server.dashboard.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Parts that add up to a total, as a stacked bar and as a list.
 *
 * @param total sum of the parts' counts
 * @param parts in fixed order, those with 0 too
 */
public record StateBar(long total, List<Part> parts) {

    /** Of nothing. */
    public static final StateBar NONE = new StateBar(0, List.of());

    /** In percent: a single failure among a hundred thousand jobs is still seen. */
    private static final double NARROWEST = 0.9;

    /**
     * One state's share.
     *
     * @param href the list of what is counted here
     * @param x where it begins in the bar, in percent with sign
     * @param width how wide it is, in percent with sign
     */
    public record Part(Badge badge, long count, String href, String x, String width) {

        public boolean drawn() {
            return count > 0;
        }

        /** What is broken has a second mark in areas, since colour alone is not seen by all. */
        public boolean hatched() {
            return drawn() && (badge.look().equals("failed") || badge.look().equals("lost"));
        }
    }

    /** The bar of the counts, each part linking to {@code list} filtered by its state. */
    public static StateBar of(SequencedMap<Badge, Long> counts, String list) {
        return of(counts, list, "?state=");
    }

    /**
     * The same of a list that is narrowed down already.
     *
     * @param and what adds a state to its address
     */
    public static StateBar of(SequencedMap<Badge, Long> counts, String list, String and) {
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        double scale = 100
                / counts.values().stream()
                        .mapToDouble(count -> width(count, total))
                        .sum();
        List<Part> parts = new ArrayList<>();
        double x = 0;
        for (var each : counts.entrySet()) {
            double width = total == 0 ? 0 : width(each.getValue(), total) * scale;
            String href = list + and + each.getKey().look().toUpperCase(Locale.ROOT);
            parts.add(new Part(each.getKey(), each.getValue(), href, percent(x), percent(width)));
            x += width;
        }
        return new StateBar(total, List.copyOf(parts));
    }

    /** The parts in words, for those who cannot see the bar. */
    public String spoken() {
        return parts.stream()
                .map(part -> String.format(
                        Locale.ENGLISH, "%,d %s", part.count(), part.badge().word()))
                .collect(Collectors.joining(", "));
    }

    private static double width(long count, long total) {
        return count == 0 ? 0 : Math.max(NARROWEST, 100.0 * count / total);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
