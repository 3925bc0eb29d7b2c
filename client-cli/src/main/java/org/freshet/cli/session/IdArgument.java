package org.freshet.cli.session;

import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * An id as a person gives it.
 *
 * @param text a positive number or a UUID; both stand as they are in a URL
 */
public record IdArgument(String text) {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** For the command line. */
    public static IdArgument parse(String text) {
        if (!NUMBER.matcher(text).matches() && !UUID.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is not an id: give a number or a UUID.");
        }
        return new IdArgument(text);
    }

    public boolean isNumber() {
        return NUMBER.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
