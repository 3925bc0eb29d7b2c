package org.freshet.cli.session;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90}, {@code 90s}, {@code 5m}, {@code 2h}, {@code 1d} and ISO-8601 such as {@code PT5M}. */
public final class DurationArgument {

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([smhd]?)");

    private DurationArgument() {}

    public static Duration parse(String text) {
        var given = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (given.matches()) {
            long amount = Long.parseLong(given.group(1));
            return switch (given.group(2)) {
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> Duration.ofSeconds(amount);
            };
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new TypeConversionException("'" + text + "' is not a duration: give 90, 90s, 5m, 2h or PT5M.");
    }
}
