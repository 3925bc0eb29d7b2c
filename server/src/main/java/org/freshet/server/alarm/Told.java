package org.freshet.server.alarm;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.freshet.protocol.AlarmRule;
import org.freshet.server.platform.Elapsed;

/** Times and numbers in the sentences of alarms. */
final class Told {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final double LARGE = 1e15;
    private static final double SMALL = 1e-6;

    private Told() {}

    /** In UTC, with the date in front if it is not of today. */
    static String time(Instant at, Instant now) {
        var time = at.atZone(ZoneOffset.UTC);
        var today = now.atZone(ZoneOffset.UTC).toLocalDate();
        return (time.toLocalDate().equals(today) ? TIME : DATE_AND_TIME).format(time) + " UTC";
    }

    static String seconds(double seconds) {
        return Elapsed.coarse(Duration.ofSeconds((long) seconds));
    }

    /** As people write it. */
    static String number(double number) {
        var size = Math.abs(number);
        return size >= LARGE || (size > 0 && size < SMALL)
                ? Double.toString(number)
                : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    /** {@code failing host}, as the pages have it. */
    static String rule(AlarmRule rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A part of 1. */
    static String percent(double part) {
        return number(Math.round(part * 1000) / 10.0) + " %";
    }
}
