package org.freshet.cli.session;

import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.TypeConversionException;

/** When the answer is coloured. */
public enum Colour {
    /** Into a file or a pipe, too. */
    ALWAYS,
    /** On a terminal that is not dumb, and without {@code NO_COLOR}. */
    AUTO,
    NEVER;

    /** As people write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As a file says it. */
    static Colour parse(String text) {
        try {
            return new WordArgument<>("colour", Colour.class).convert(text);
        } catch (TypeConversionException e) {
            throw new CommandFailure(ExitCode.USAGE, Objects.requireNonNullElse(e.getMessage(), text), e);
        }
    }
}
