package org.freshet.server.dashboard;

import java.util.regex.Pattern;

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
