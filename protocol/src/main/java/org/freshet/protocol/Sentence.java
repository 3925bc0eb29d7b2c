package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/** What a pilot says in words is cut rather than refused: the end of a job is not lost for a long message. */
final class Sentence {

    private static final int LONGEST = 4096;

    private Sentence() {}

    /** The text, or its first 4096 characters. */
    static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    static @Nullable String cutIfPresent(@Nullable String text) {
        return text == null ? null : cut(text);
    }
}
