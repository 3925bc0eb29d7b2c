package org.freshet.server.dashboard.handover;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When shifts change.
 *
 * @param begins times of day like 07:00; none = a shift is the last eight hours
 * @param zone whose times these are, for example Europe/Zurich
 */
@ConfigurationProperties("freshet.shift")
record ShiftSettings(
        @DefaultValue List<String> begins,
        @DefaultValue("UTC") String zone) {

    ShiftSettings {
        begins.forEach(ShiftSettings::time);
        zone(zone);
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "freshet.shift.begins: \"" + text
                            + "\" is no time of day like 07:00; several are 07:00,15:00,23:00.",
                    e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "freshet.shift.zone: \"" + text + "\" is no time zone like UTC or Europe/Zurich.", e);
        }
    }

    boolean areKnown() {
        return !begins.isEmpty();
    }

    /** When the shift began that goes on at this moment. */
    Instant begin(Instant at) {
        return around(at).headSet(at, true).last();
    }

    /** When the shift ends that goes on at this moment. */
    Instant end(Instant at) {
        return around(at).tailSet(at, false).first();
    }

    private NavigableSet<Instant> around(Instant at) {
        var here = zone(zone);
        var day = at.atZone(here).toLocalDate();
        var changes = new TreeSet<Instant>();
        IntStream.rangeClosed(-1, 1)
                .mapToObj(day::plusDays)
                .forEach(it -> begins.forEach(
                        begin -> changes.add(it.atTime(time(begin)).atZone(here).toInstant())));
        return changes;
    }
}
