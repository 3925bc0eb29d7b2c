package org.freshet.server.dashboard.handover;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.platform.StorableTime;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * The time of which a hand-over tells, as its URL says it.
 *
 * @param filter what the URL said
 * @param end when it ends, which may be still to come; the second of now if nobody said
 * @param to until when something could happen in it
 * @param times when shifts change
 */
record Shift(Filter filter, Instant from, Instant end, Instant to, ShiftSettings times) {

    static final String PATH = "/handover";

    private static final Duration USUAL = Duration.ofHours(8);
    private static final long MOST_HOURS = 744;

    private static final List<FilterField> FIELDS = List.of(
            FilterField.of("hours", FilterField.Kind.ONE_NUMBER),
            FilterField.of("from", FilterField.Kind.WHOLE),
            FilterField.of("to", FilterField.Kind.WHOLE));

    /**
     * Reads a URL: from a time to a time, or so many hours from or to one, or the last hours; or the shift that goes on, where
     * it is known when shifts change. What cannot be read is ignored, and said.
     */
    static Shift of(MultiValueMap<String, String> query, Instant now, ShiftSettings times) {
        var filter = Filter.parse(PATH, FIELDS, query);
        var reading = new Reading(filter);
        var hours = reading.hours();
        var from = reading.time("from");
        var to = reading.time("to");
        if (from != null && !from.isBefore(now)) {
            from = reading.ignore("from");
        }
        if (from != null && to != null && (!to.isAfter(from) || isTooLong(from, to))) {
            to = reading.ignore("to");
        }
        if (from == null && to == null && times.areKnown() && filter.of("hours").isEmpty()) {
            return new Shift(reading.read(), times.begin(now), times.end(now), now, times);
        }
        if (from == null) {
            if (to != null && !to.isAfter(now)) {
                return new Shift(reading.read(), to.minus(hours), to, to, times);
            }
            var last = now.truncatedTo(
                    ChronoUnit.SECONDS); // for times that read well; what happened since then belongs to it
            return new Shift(reading.read(), last.minus(hours), last, now, times);
        }
        var end = to == null ? from.plus(hours) : to;
        return new Shift(reading.read(), from, end, end.isAfter(now) ? now : end, times);
    }

    private static boolean isTooLong(Instant from, Instant to) {
        return Duration.between(from, to).toHours() > MOST_HOURS;
    }

    /** A URL that is being read. */
    private static final class Reading {

        private final List<Filter.Ignored> ignored;
        private Filter filter;

        Reading(Filter filter) {
            this.filter = filter;
            this.ignored = new ArrayList<>(filter.ignored());
        }

        Duration hours() {
            var given = filter.single("hours").map(Long::valueOf).orElse(null);
            if (given == null) {
                return USUAL;
            }
            if (given < 1 || given > MOST_HOURS) {
                ignore("hours");
                return USUAL;
            }
            return Duration.ofHours(given);
        }

        @Nullable
        Instant time(String name) {
            var text = filter.single(name).orElse(null);
            if (text == null) {
                return null;
            }
            var time = parse(text);
            return time == null ? ignore(name) : time;
        }

        /** With a Z or without, with seconds or without. */
        private static @Nullable Instant parse(String text) {
            try {
                var iso = text.strip().replace(' ', 'T').replaceFirst("Z$", "");
                return StorableTime.checked(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                return null;
            }
        }

        /** Goes on as if it had not been given, and says so. */
        @Nullable
        Instant ignore(String name) {
            ignored.add(new Filter.Ignored(name + "=" + filter.joined(name), true));
            filter = filter.without(name);
            return null;
        }

        Filter read() {
            return new Filter(filter.path(), filter.fields(), filter.values(), List.copyOf(ignored));
        }
    }

    boolean goesOn(Instant now) {
        return !end.isBefore(now.minusSeconds(1));
    }

    /** Where the one before it is told of. */
    String before() {
        var isWhole = times.areKnown() && times.begin(from).equals(from);
        return between(isWhole ? times.begin(from.minusMillis(1)) : from.minus(Duration.between(from, end)), from);
    }

    /** Where this one is told of, also later. */
    String same() {
        return between(from, end);
    }

    private static String between(Instant from, Instant to) {
        return PATH + "?from=" + from.truncatedTo(ChronoUnit.SECONDS) + "&to=" + to.truncatedTo(ChronoUnit.SECONDS);
    }
}
