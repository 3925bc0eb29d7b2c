package org.freshet.server.dashboard.job;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log somebody wants to see.
 *
 * @param find those that have this in them; null = any
 * @param line those around this one, as {@code L214} or {@code E40}; null = those at its beginning and its end
 * @param reload whether the page is loaded again by itself where no script does that
 */
record LogWish(@Nullable String find, @Nullable String line, boolean reload) {

    static final LogWish NONE = new LogWish(null, null, false);

    private static final int LONGEST = 200;
    private static final Pattern LINE = Pattern.compile("[LE]-?[0-9]{1,9}");

    /** As a URL says it; what says nothing is not there. */
    static LogWish of(@Nullable String find, @Nullable String line, @Nullable String follow) {
        var text = find == null || find.isBlank() ? null : find.substring(0, Math.min(LONGEST, find.length()));
        var place = line != null && LINE.matcher(line).matches() ? line : null;
        return new LogWish(text, text == null ? place : null, "on".equals(follow));
    }

    /** Whether the log is shown otherwise than at its ends, so that it does not grow. */
    public boolean isSpecial() {
        return find != null || line != null;
    }

    /** As a part of an address; empty if nothing special is wanted. */
    String query() {
        if (find != null) {
            return "find=" + URLEncoder.encode(find, StandardCharsets.UTF_8);
        }
        return line == null ? "" : "line=" + line;
    }

    /** The number of the line, if it is one of a stream. */
    Optional<Long> lineOf(String prefix) {
        return line != null && line.startsWith(prefix)
                ? Optional.of(Long.valueOf(line.substring(prefix.length())))
                : Optional.empty();
    }
}
