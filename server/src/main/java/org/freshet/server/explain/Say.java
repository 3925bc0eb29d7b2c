package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/** Spelling of numbers, times and lists in sentences that are read on pages and in terminals. */
final class Say {

    /** Counts end here: one more stands for any number beyond. */
    static final int MOST = 1000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    private Say() {}

    /** {@code 12,345}. */
    static String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }

    /** {@code 1 job}, {@code 12 jobs}. */
    static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** The same of a count that ended at {@link #MOST}: {@code more than 1,000 jobs}. */
    static String counted(long value, String noun) {
        return value > MOST ? "more than " + count(MOST, noun) : count(value, noun);
    }

    /** {@code is} or {@code are}, and other verbs. */
    static String verb(long count, String one, String many) {
        return count == 1 ? one : many;
    }

    /** {@code 03:12:47 UTC}, with the date in front when it is of another day. */
    static String time(Instant at, Instant now) {
        var time = at.atZone(ZoneOffset.UTC);
        var today = time.toLocalDate().equals(now.atZone(ZoneOffset.UTC).toLocalDate());
        return (today ? TIME : DATE_AND_TIME).format(time);
    }

    static String timeOrUnknown(@Nullable Instant at, Instant now) {
        return at == null ? "an unknown time" : time(at, now);
    }

    /** {@code 4 min 05 s}; 0 s if the second time is not after the first. */
    static String between(Instant from, Instant to) {
        return duration(Duration.between(from, to));
    }

    static String duration(Duration duration) {
        return Elapsed.coarse(duration.isNegative() ? Duration.ZERO : duration);
    }

    /** 0 if it is not known, or still to come. */
    static long secondsSince(@Nullable Instant at, Instant now) {
        return at == null ? 0 : Math.max(0, Duration.between(at, now).toSeconds());
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String list(Collection<?> things) {
        var texts = things.stream().map(String::valueOf).toList();
        if (texts.size() < 2) {
            return String.join("", texts);
        }
        return String.join(", ", texts.subList(0, texts.size() - 1)) + " and " + texts.getLast();
    }

    /** {@code the tag gpu}, {@code the tags gpu and ssd}. */
    static String tags(List<String> tags) {
        return "the tag" + (tags.size() == 1 ? " " : "s ") + list(tags);
    }

    /** The text with a full stop, if it ends without. */
    static String sentence(String text) {
        var stripped = text.strip();
        return stripped.endsWith(".") || stripped.endsWith("!") || stripped.endsWith("?") ? stripped : stripped + ".";
    }

    /** The text without the full stop at its end, to go on after it. */
    static String unstopped(String text) {
        var stripped = text.strip();
        return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }

    /** The text with a capital letter first, unless it begins with the name of a command, for example condor_q. */
    static String capital(String text) {
        var blank = text.indexOf(' ');
        var isCommand = text.substring(0, blank < 0 ? text.length() : blank).indexOf('_') >= 0;
        return text.isEmpty() || isCommand ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** A word of a command line, in quotes if a shell would split it. */
    static String argument(String word) {
        return word.indexOf(' ') < 0 ? word : "'" + word + "'";
    }
}
