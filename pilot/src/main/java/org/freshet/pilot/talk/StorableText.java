package org.freshet.pilot.talk;

import org.jspecify.annotations.Nullable;

/**
 * What a pilot says in words may come from a file name or a payload's complaint: what no database stores is left out
 * here, because a report must not be refused for it.
 */
final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** The text without NUL, and with a replacement for each half of a surrogate pair. */
    static String of(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(it -> it != 0)
                .map(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE ? REPLACEMENT : it)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    static @Nullable String ofPresent(@Nullable String text) {
        return text == null ? null : of(text);
    }
}
