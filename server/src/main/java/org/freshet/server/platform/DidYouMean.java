package org.freshet.server.platform;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody who mistyped one may have meant. */
public final class DidYouMean {

    private DidYouMean() {}

    /** The end of a sentence, for example {@code ; did you mean "evdisp"?}; a full stop if no name is near. */
    public static String endOfSentence(String wrong, Collection<String> known) {
        return nearest(wrong, known).map(it -> "; did you mean \"" + it + "\"?").orElse(".");
    }

    /** The nearest that differs by at most a third of its letters, two in a short one. */
    static Optional<String> nearest(String wrong, Collection<String> known) {
        var typed = wrong.toLowerCase(Locale.ROOT);
        var most = Math.max(2, typed.length() / 3);
        return known.stream()
                .filter(it -> Math.abs(it.length() - typed.length()) <= most)
                .map(it -> new Candidate(it, distance(typed, it.toLowerCase(Locale.ROOT))))
                .filter(it -> it.distance() <= most && it.distance() < it.name().length())
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}

    /** How many letters have to be put in, left out or replaced (Levenshtein). */
    private static int distance(String one, String other) {
        var before = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            before[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            var now = new int[other.length() + 1];
            now[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                var replaced = before[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                now[column] = Math.min(replaced, 1 + Math.min(before[column], now[column - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
