package org.freshet.server.dashboard.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * A time as the pages show it.
 *
 * @param at which time
 * @param now when the page was made
 * @param iso for {@code <time datetime>}, to the millisecond
 * @param text {@code 03:12:47} in UTC, with the date in front when it is not of the day on which the page was made
 * @param age {@code 2 s ago}, or {@code in 2 s}
 */
public record Moment(Instant at, Instant now, String iso, String text, String age) {

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    public static Moment of(Instant at, Instant now) {
        return new Moment(at, now, ISO.format(at.atZone(ZoneOffset.UTC)), text(at, now, ZoneOffset.UTC), age(at, now));
    }

    public static @Nullable Moment ofNullable(@Nullable Instant at, Instant now) {
        return at == null ? null : of(at, now);
    }

    /** The text in another zone, whose days may begin at other times. */
    String textIn(ZoneId zone) {
        return text(at, now, zone);
    }

    private static String text(Instant at, Instant now, ZoneId zone) {
        ZonedDateTime time = at.atZone(zone);
        boolean today = time.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? TIME : DATE_AND_TIME).format(time);
    }

    /** Whole seconds only: an age that changes faster than the eye reads is noise. */
    private static String age(Instant at, Instant now) {
        Duration age = Duration.between(at, now).truncatedTo(ChronoUnit.SECONDS);
        return age.isNegative() ? "in " + Elapsed.coarse(age.negated()) : Elapsed.coarse(age) + " ago";
    }
}
