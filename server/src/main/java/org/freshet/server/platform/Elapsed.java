package org.freshet.server.platform;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Durations in words: {@code 24 ms}, {@code 1.2 s}, {@code 49 s}, {@code 14 min 05 s}, {@code 23 h 10 min}, {@code 3 d 4 h}. */
public final class Elapsed {

    private static final Duration EXACT = Duration.ofSeconds(10);

    private static final List<Unit> UNITS = List.of(
            new Unit("d", Duration.ofDays(1)),
            new Unit("h", Duration.ofHours(1)),
            new Unit("min", Duration.ofMinutes(1)));

    private record Unit(String name, Duration length) {}

    private Elapsed() {}

    /** With tenths of a second below ten seconds. A negative duration, from clocks that disagree, counts as none. */
    public static String words(Duration duration) {
        Duration positive = duration.isNegative() ? Duration.ZERO : duration;
        if (positive.compareTo(EXACT) >= 0) {
            return coarse(positive);
        }
        long tenths = positive.toMillis() / 100;
        if (tenths == 0) {
            return positive.toMillis() + " ms";
        }
        return String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
    }

    /** A time that somebody set, exactly, in the largest unit that divides it: {@code 90 s}, {@code 30 min}, {@code 25 h}. */
    public static String set(Duration duration) {
        for (var unit : UNITS) {
            if (duration.compareTo(unit.length().multipliedBy(2)) >= 0
                    && duration.toSeconds() % unit.length().toSeconds() == 0) {
                return duration.dividedBy(unit.length()) + " " + unit.name();
            }
        }
        return duration.toSeconds() + " s";
    }

    /** In whole seconds. */
    public static String coarse(Duration duration) {
        if (duration.toMinutes() < 1) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() < 1) {
            return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
        }
        if (duration.toDays() < 1) {
            return String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
        }
        return String.format(Locale.ROOT, "%d d %d h", duration.toDays(), duration.toHoursPart());
    }
}
