package org.freshet.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Spelling of numbers, durations, times and names. Avoids the formatters of the JDK, which are slow to start. */
public final class Words {

    private Words() {}

    /** {@code 12345678} as {@code 12,345,678}. Not for ids. */
    public static String number(long value) {
        var text = new StringBuilder(Long.toString(value));
        int firstDigit = value < 0 ? 1 : 0;
        for (int i = text.length() - 3; i > firstDigit; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    /** {@code 1 job}, {@code 1,200 jobs}. */
    public static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** {@code 0.4 s}, {@code 45 s}, {@code 14 min 05 s}, {@code 2 h 05 min}, {@code 3 d 04 h}; negative counts as 0. */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        long seconds = millis / 1000;
        if (seconds < 10 && millis % 1000 >= 100) {
            return seconds + "." + millis % 1000 / 100 + " s";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + twoDigits(seconds % 60) + " s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + twoDigits(seconds / 60 % 60) + " min";
        }
        return seconds / 86_400 + " d " + twoDigits(seconds / 3600 % 24) + " h";
    }

    /** The time from {@code then} to {@code now}, in whole seconds; 0 if the clocks disagree. */
    public static String age(Instant then, Instant now) {
        return duration(Duration.between(then, now).truncatedTo(ChronoUnit.SECONDS));
    }

    /** {@code 2026-11-20 03:12:47 UTC}. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    /** {@code TIME_LIMIT} as {@code time limit}. */
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The text on one line, without characters that a terminal would obey. */
    static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints().map(Words::printable).forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> Character.isWhitespace(codePoint) ? ' ' : '?';
            // direction marks could make a line read as another one
            case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '?';
            default -> codePoint;
        };
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }
}
