package org.freshet.server.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.freshet.server.servicelog.Tally;
import org.jspecify.annotations.Nullable;

/**
 * How much was removed, or would be.
 *
 * @param counts by kind of thing, in the plural; the first is what was asked for
 * @param oldest time of the oldest; null if nothing was removed
 * @param newest time of the newest
 */
record Removed(
        SequencedMap<String, Long> counts,
        @Nullable Instant oldest,
        @Nullable Instant newest) {

    static final Removed NOTHING = new Removed(new LinkedHashMap<>(), null, null);

    /** @param times of the things, whose number is the first count */
    static Removed of(String kind, Collection<Instant> times) {
        return new Removed(
                counts(kind, times.size()),
                times.stream().min(Instant::compareTo).orElse(null),
                times.stream().max(Instant::compareTo).orElse(null));
    }

    static Removed of(String kind, long count, @Nullable Instant oldest, @Nullable Instant newest) {
        return new Removed(counts(kind, count), oldest, newest);
    }

    private static SequencedMap<String, Long> counts(String kind, long count) {
        var counts = new LinkedHashMap<String, Long>();
        counts.put(kind, count);
        return counts;
    }

    /** The same with what went along. */
    Removed with(String kind, long count) {
        var more = new LinkedHashMap<>(counts);
        more.put(kind, count);
        return new Removed(more, oldest, newest);
    }

    Removed plus(Removed other) {
        var sum = new LinkedHashMap<>(counts);
        other.counts.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return new Removed(
                sum,
                times(other).min(Instant::compareTo).orElse(null),
                times(other).max(Instant::compareTo).orElse(null));
    }

    private Stream<Instant> times(Removed other) {
        return Stream.of(oldest, newest, other.oldest, other.newest)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }

    boolean isNothing() {
        return counts.values().stream().allMatch(it -> it == 0);
    }

    /** {@code 120 jobs with 130 attempts, 260 logs}; kinds of which there is none are left out. */
    String inWords() {
        var words = counts.entrySet().stream()
                .filter(it -> it.getValue() > 0)
                .map(it -> words(it.getKey(), it.getValue()))
                .toList();
        return words.size() < 2 ? String.join("", words) : words.getFirst() + " with " + rest(words);
    }

    private static String rest(List<String> words) {
        return String.join(", ", words.subList(1, words.size()));
    }

    private static String words(String kind, long count) {
        return count + " " + (count == 1 ? singular(kind) : kind);
    }

    private static String singular(String kind) {
        return kind.endsWith("ies") ? kind.substring(0, kind.length() - 3) + "y" : kind.substring(0, kind.length() - 1);
    }

    /** All counts together, for the service log. */
    static Tally tally(Collection<Removed> all) {
        var sum = new LinkedHashMap<String, Long>();
        all.forEach(it -> it.counts.forEach((kind, count) -> sum.merge(kind, count, Long::sum)));
        return Tally.of(sum);
    }
}
