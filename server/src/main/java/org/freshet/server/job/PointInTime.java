package org.freshet.server.job;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.freshet.server.platform.StorableTime;

/** Reads the ways in which people write when something was: as a time in UTC, or as how long ago it was. */
public final class PointInTime {

    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})\\s*(s|min|m|h|d)");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern LOCAL = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?");

    private PointInTime() {}

    /**
     * The time that {@code 2h}, {@code 2026-11-20}, {@code 2026-11-20T03:00} or {@code 2026-11-20T03:00:00Z} says; empty for
     * anything else.
     */
    public static Optional<Instant> of(String text, Instant now) {
        var ago = AGO.matcher(text);
        try {
            var time = ago.matches()
                    ? now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))))
                    : time(text);
            return Optional.of(StorableTime.checked(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "s" -> Duration.ofSeconds(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofMinutes(1);
        };
    }

    private static Instant time(String text) {
        if (DATE.matcher(text).matches()) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        return LOCAL.matcher(text).matches()
                ? LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC)
                : Instant.parse(text);
    }
}
