package org.freshet.server.dashboard.page;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.freshet.server.job.PointInTime;
import org.freshet.server.job.RunRange;

/**
 * One filter that a list understands.
 *
 * @param name its name in the URL
 * @param alias another name by which it is understood; the same as {@code name} if there is none
 * @param choices for {@link Kind#CHOICE} and {@link Kind#KEPT} what is allowed
 */
public record FilterField(String name, String alias, Kind kind, List<String> choices) {

    /** From which ages are counted to see whether they are any. */
    private static final Instant SOME_TIME = Instant.parse("2026-01-01T00:00:00Z");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** What a value looks like. */
    public enum Kind {
        /** One or more of a fixed set of names, in upper case. */
        CHOICE,
        /** One or more whole numbers. */
        NUMBER,
        /** A whole number, of several the first. */
        ONE_NUMBER,
        /** One or more exact texts. */
        TEXT,
        /** An exact text that may have commas in it. */
        WHOLE,
        /** Part of a text, in upper or lower case. */
        SUBSTRING,
        /** One or more runs, or ranges of runs. */
        RUNS,
        /** A time, or how long ago it was; of several the first. */
        TIME,
        /** No filter, but a choice of how the list is shown, which stays when the filters change. */
        KEPT
    }

    public static FilterField choice(String name, Enum<?>[] values) {
        return new FilterField(
                name, name, Kind.CHOICE, Arrays.stream(values).map(Enum::name).toList());
    }

    public static FilterField of(String name, Kind kind) {
        return new FilterField(name, name, kind, List.of());
    }

    public static FilterField kept(String name, List<String> choices) {
        return new FilterField(name, name, Kind.KEPT, choices);
    }

    public FilterField orAlso(String other) {
        return new FilterField(name, other, kind, choices);
    }

    /** The single values of one parameter: commas divide them, except where a comma may be part of what is sought. */
    Stream<String> values(String given) {
        Stream<String> pieces =
                kind == Kind.SUBSTRING || kind == Kind.WHOLE ? Stream.of(given) : Arrays.stream(given.split(",", -1));
        Stream<String> trimmed = pieces.map(String::strip).filter(piece -> !piece.isEmpty());
        return kind == Kind.CHOICE ? trimmed.map(piece -> piece.toUpperCase(Locale.ROOT)) : trimmed;
    }

    /** Whether there is room for another value. */
    boolean takesMore(int values) {
        return (kind != Kind.ONE_NUMBER && kind != Kind.TIME) || values == 0;
    }

    boolean accepts(String value) {
        return switch (kind) {
            case CHOICE, KEPT -> choices.contains(value);
            case RUNS -> RunRange.of(value).isPresent();
            case TIME -> PointInTime.of(value, SOME_TIME).isPresent();
            case NUMBER, ONE_NUMBER -> NUMBER.matcher(value).matches();
            // PostgreSQL has no text with it
            case TEXT, WHOLE, SUBSTRING -> value.indexOf('\0') < 0;
        };
    }
}
