package org.freshet.server.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * A time as the pages show it, in UTC.
 *
 * @param iso for {@code <time datetime>}, to the millisecond
 * @param text {@code 03:12:47}, with the date in front when it is not of the day on which the page was made
 * @param age {@code 2 s ago}, or {@code in 2 s}
 */
record Moment(String iso, String text, String age) {

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    static Moment of(Instant at, Instant now) {
        ZonedDateTime time = at.atZone(ZoneOffset.UTC);
        boolean today = time.toLocalDate().equals(now.atZone(ZoneOffset.UTC).toLocalDate());
        return new Moment(ISO.format(time), (today ? TIME : DATE_AND_TIME).format(time), age(at, now));
    }

    static @Nullable Moment ofNullable(@Nullable Instant at, Instant now) {
        return at == null ? null : of(at, now);
    }

    /** Whole seconds only: an age that changes faster than the eye reads is noise. */
    private static String age(Instant at, Instant now) {
        Duration age = Duration.between(at, now).truncatedTo(ChronoUnit.SECONDS);
        return age.isNegative() ? "in " + Elapsed.coarse(age.negated()) : Elapsed.coarse(age) + " ago";
    }
}
