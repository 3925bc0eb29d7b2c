package org.freshet.server.dashboard;

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
 */
record Moment(Instant at, Instant now) {

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    static Moment of(Instant at, Instant now) {
        return new Moment(at, now);
    }

    static @Nullable Moment ofNullable(@Nullable Instant at, Instant now) {
        return at == null ? null : of(at, now);
    }

    /** For {@code <time datetime>}, to the millisecond. */
    public String iso() {
        return ISO.format(at.atZone(ZoneOffset.UTC));
    }

    /** In UTC: {@code 03:12:47}, with the date in front when it is not of the day on which the page was made. */
    public String text() {
        return text(ZoneOffset.UTC);
    }

    /** The same in another zone, whose days may begin at other times. */
    String text(ZoneId zone) {
        ZonedDateTime time = at.atZone(zone);
        boolean today = time.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? TIME : DATE_AND_TIME).format(time);
    }

    /** {@code 2 s ago}, or {@code in 2 s}. Whole seconds only: what changes faster than the eye reads is noise. */
    public String age() {
        Duration age = Duration.between(at, now).truncatedTo(ChronoUnit.SECONDS);
        return age.isNegative() ? "in " + Elapsed.coarse(age.negated()) : Elapsed.coarse(age) + " ago";
    }
}
