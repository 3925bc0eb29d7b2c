package org.freshet.cli.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.TypeConversionException;

/**
 * Ids as a person gives them: {@code 12}, {@code 12-15}, or a UUID. Several stand beside each other or, separated by
 * commas, in one word: {@code 3-7,9}.
 *
 * @param ids in the order given
 */
public record IdRange(List<IdArgument> ids) {

    /** A mistyped digit must not cancel everything. */
    static final int MOST = 10_000;

    private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{0,17})-([1-9][0-9]{0,17})");

    public IdRange {
        ids = List.copyOf(ids);
    }

    /** For the command line, one part of a list. */
    public static IdRange parse(String text) {
        var range = RANGE.matcher(text);
        if (!range.matches()) {
            return one(text);
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (last < first) {
            throw new TypeConversionException("'" + text + "' ends before it begins: give " + last + "-" + first + ".");
        }
        if (last - first >= MOST) {
            throw new TypeConversionException("'" + text + "' is more than 10,000 ids, the most that one call takes.");
        }
        return new IdRange(LongStream.rangeClosed(first, last)
                .mapToObj(id -> new IdArgument(Long.toString(id)))
                .toList());
    }

    /** For commands that can do without ids: the command line itself takes one that is no id for a word too many there. */
    public static List<IdRange> parse(List<String> texts) {
        try {
            return texts.stream().map(IdRange::parse).toList();
        } catch (TypeConversionException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static IdRange one(String text) {
        try {
            return new IdRange(List.of(IdArgument.parse(text)));
        } catch (TypeConversionException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not an id: give a number, a range such as 3-7, or a UUID.");
        }
    }

    /** All ids, each once; a failure if they are more than one call takes. */
    public static List<IdArgument> all(List<IdRange> ranges) {
        var all = new LinkedHashSet<IdArgument>();
        ranges.forEach(range -> all.addAll(range.ids));
        if (all.size() > MOST) {
            throw new CommandFailure(ExitCode.USAGE, "These are more than 10,000 ids, the most that one call takes.");
        }
        return new ArrayList<>(all);
    }
}
