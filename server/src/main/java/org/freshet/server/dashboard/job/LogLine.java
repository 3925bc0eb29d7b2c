package org.freshet.server.dashboard.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log as a page shows it, or the place where lines are missing.
 *
 * @param anchor its id in the page, for links to it; empty for a gap
 * @param number counted from 1; after bytes that were not kept from the end, {@code -1} being the last
 * @param text without control characters
 * @param look class of its colour: {@code w} for a warning, {@code e} for an error, {@code dim} for a gap, or empty
 */
record LogLine(String anchor, String number, String text, String look) {

    /** A longer line is cut on the page; the plain text has all of it. */
    static final int LONGEST = 4000;

    private static final Pattern ERROR =
            Pattern.compile("\\b(error|fatal|exception|traceback|segmentation fault)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern WARNING = Pattern.compile("\\bwarn(ing)?\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TERMINAL_COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
    /** Also those of Unicode, and the marks that turn the direction of text around. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069&&[^\t]]");

    static LogLine of(String prefix, long number, String raw) {
        String text = CONTROL.matcher(TERMINAL_COLOUR.matcher(beginning(raw)).replaceAll(""))
                .replaceAll("\u00b7");
        return new LogLine(prefix + number, Long.toString(number), cut(text), look(text));
    }

    static LogLine gap(String sentence) {
        return new LogLine("", "", sentence, "dim");
    }

    /**
     * A part of the text.
     *
     * @param sought whether it is what was sought
     */
    record Piece(String text, boolean sought) {}

    /**
     * The text in parts, so that those which are sought can be marked.
     *
     * @param find in upper or lower case; null = nothing is sought
     */
    public List<Piece> pieces(@Nullable String find) {
        if (find == null || find.isEmpty()) {
            return List.of(new Piece(text, false));
        }
        var pieces = new ArrayList<Piece>();
        var matcher = Pattern.compile(Pattern.quote(find), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text);
        int done = 0;
        while (matcher.find()) {
            pieces.add(new Piece(text.substring(done, matcher.start()), false));
            pieces.add(new Piece(matcher.group(), true));
            done = matcher.end();
        }
        pieces.add(new Piece(text.substring(done), false));
        return pieces.stream().filter(it -> !it.text().isEmpty()).toList();
    }

    public boolean isGap() {
        return anchor.isEmpty();
    }

    /** Enough of a line that may have no end, with room for the colours that are removed from it. */
    private static String beginning(String raw) {
        return raw.length() <= 4 * LONGEST ? raw : raw.substring(0, 4 * LONGEST);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " [\u2026]";
    }

    private static String look(String text) {
        if (ERROR.matcher(text).find()) {
            return "e";
        }
        return WARNING.matcher(text).find() ? "w" : "";
    }
}
