package org.freshet.cli.job;

import picocli.CommandLine.TypeConversionException;

/** A variable of the payload's environment, {@code NAME=VALUE} on the command line; the value may be empty. */
public record Variable(String name, String value) {

    /** For the command line. */
    public static Variable parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException("'" + text + "' is not KEY=VALUE.");
        }
        return new Variable(text.substring(0, equals), text.substring(equals + 1));
    }
}
