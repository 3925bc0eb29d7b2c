package org.freshet.server.dashboard.past;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;

/**
 * A moment that somebody asks a page for.
 *
 * @param path of the page
 * @param asked as it was written
 * @param now on the database's clock
 * @param at the moment; null if what was asked is none
 * @param problem why nothing can be shown of it; null if something can
 */
record Past(
        String path,
        String asked,
        Instant now,
        @Nullable Instant at,
        @Nullable String problem) {

    /** Its name in an address. */
    static final String NAME = "at";

    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Pattern AGO = Pattern.compile("-([0-9]{1,6}) ?(s|m|min|h|d)");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\\.[0-9]{1,9})?)?Z?");

    /**
     * Reads {@code 2026-11-27T02:14:00Z}, the same without seconds, with a blank for the T or without the Z, and
     * {@code -10min}, {@code -2h}, {@code -1d}.
     *
     * @param first when the kept history begins; null if there is none
     */
    static Past of(String path, String asked, Instant now, @Nullable Instant first, Words words) {
        Instant at = read(asked.strip(), now);
        return new Past(path, asked, now, at, problem(asked, now, at, first, words));
    }

    private static @Nullable Instant read(String text, Instant now) {
        try {
            var ago = AGO.matcher(text);
            if (ago.matches()) {
                long amount = Long.parseLong(ago.group(1));
                return now.truncatedTo(ChronoUnit.SECONDS).minus(amount, unit(ago.group(2)));
            }
            var time = TIME.matcher(text);
            if (time.matches()) {
                String seconds = time.group(3) == null ? ":00" : time.group(3);
                return OffsetDateTime.parse(time.group(1) + "T" + time.group(2) + seconds + "Z")
                        .toInstant();
            }
        } catch (DateTimeException e) {
            // there is no such day, or no such hour
        }
        return null;
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "s" -> ChronoUnit.SECONDS;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> ChronoUnit.MINUTES;
        };
    }

    private static @Nullable String problem(
            String asked, Instant now, @Nullable Instant at, @Nullable Instant first, Words words) {
        if (at == null) {
            return words.say("past.noTime", asked);
        }
        if (at.isAfter(now)) {
            return words.say("past.future", Moment.of(at, now).text());
        }
        if (first == null) {
            return words.say("past.nothing");
        }
        return at.isBefore(first)
                ? words.say("past.before", Moment.of(first, now).text())
                : null;
    }

    public boolean isKnown() {
        return at != null && problem == null;
    }

    /** Of the banner that tells of it. */
    public String style() {
        return isKnown() ? "banner s-skipped" : "banner s-late";
    }

    public String icon() {
        return isKnown() ? "#i-skipped" : "#i-late";
    }

    /** Nothing can be shown without it. */
    Instant moment() {
        if (at == null) {
            throw new IllegalStateException(asked + " is no moment");
        }
        return at;
    }

    /** In words, with the day; what was asked if that is no moment. */
    public String words() {
        return at == null ? asked : Moment.of(at, now).text();
    }

    public String age() {
        return at == null ? "" : Moment.of(at, now).age();
    }

    /** As it stands in addresses. */
    public String iso() {
        return at == null ? "" : at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    public String earlier() {
        return path + "?" + NAME + "=" + moment().minus(STEP);
    }

    /** Ten minutes later, or now. */
    public String later() {
        Instant later = moment().plus(STEP);
        return later.isBefore(now) ? path + "?" + NAME + "=" + later : path;
    }

    public String jobs() {
        return Paths.JOBS + "?" + NAME + "=" + iso();
    }

    public String overview() {
        return Paths.OVERVIEW + "?" + NAME + "=" + iso();
    }
}
