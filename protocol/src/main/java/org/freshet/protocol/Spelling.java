package org.freshet.protocol;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant, so that server and command guess alike. */
public final class Spelling {

    /** With more letters wrong it is another word. */
    private static final int MOST_MISTAKES = 3;

    private Spelling() {}

    /**
     * The known word that is nearest to the given one, in any case of letters: a third of its letters, at most three, may be
     * missing, superfluous, wrong or swapped with the next; or the given one is its beginning. Empty if none is near.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(it -> isNear(word, it))
                .min(Comparator.comparingInt((String it) -> mistakes(lower(word), lower(it)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isNear(String word, String known) {
        int allowed = Math.clamp(word.length() / 3, 1, MOST_MISTAKES);
        if (word.length() > known.length() + allowed) {
            return false;
        }
        boolean begun = word.length() >= MOST_MISTAKES && lower(known).startsWith(lower(word));
        int mistakes = mistakes(lower(word), lower(known));
        return begun || (mistakes <= allowed && mistakes < known.length());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Letters to insert, remove, replace or swap with the next to make one word the other. */
    static int mistakes(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (areSwapped(one, i, other, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[other.length()];
    }

    private static boolean areSwapped(String one, int i, String other, int j) {
        return i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
