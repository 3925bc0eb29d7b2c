package org.freshet.server.alarm;

import java.util.List;
import org.freshet.protocol.AlarmSeverity;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a number must stay that some service writes into the service log.
 *
 * @param service the name under which it writes
 * @param path to the number in the data of an entry, with dots: {@code trigger.rate}, {@code rates.0}
 * @param min the least that is no alarm; null = there is none
 * @param max the most that is no alarm; null = there is none
 */
record NumberRange(
        @DefaultValue("") String service,
        @DefaultValue("") String path,
        @Nullable Double min,
        @Nullable Double max,
        @DefaultValue("LATE") AlarmSeverity severity) {

    /** What is just inside of it again may leave it at once: this part of its width is left free. */
    private static final double MARGIN = 0.02;

    NumberRange {
        if (service.isBlank() || path.isBlank()) {
            throw new IllegalArgumentException("A range in freshet.alarm.numbers lacks its service or its path.");
        }
        if (min == null && max == null) {
            throw new IllegalArgumentException(
                    "The range of " + path + " in freshet.alarm.numbers has neither min nor max.");
        }
        if (min != null && max != null && min > max) {
            throw new IllegalArgumentException(
                    "The range of " + path + " in freshet.alarm.numbers has a min above its max.");
        }
    }

    List<String> steps() {
        return List.of(path.split("\\."));
    }

    /** The end that a number has passed; null if it is inside. */
    @Nullable
    Double passed(double number) {
        return passed(number, 0);
    }

    /** The end that a number has passed or is too near to; null if it is well inside. */
    @Nullable
    Double nearly(double number) {
        return passed(number, min == null || max == null ? 0 : (max - min) * MARGIN);
    }

    private @Nullable Double passed(double number, double margin) {
        if (min != null && number < min + margin) {
            return min;
        }
        return max != null && number > max - margin ? max : null;
    }
}
