package org.freshet.server.alarm;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When too many jobs fail.
 *
 * @param within attempts that ended longer ago do not count
 * @param least fewer failed attempts are no alarm, whatever their part
 * @param ofType the part of a job type's attempts that may fail; 1 = all
 * @param ofHost the part of a host's attempts that may fail; 1 = all
 */
record FailureSettings(
        @DefaultValue("15m") Duration within,
        @DefaultValue("5") int least,
        @DefaultValue("0.2") double ofType,
        @DefaultValue("0.5") double ofHost) {

    FailureSettings {
        if (least < 1) {
            throw new IllegalArgumentException("freshet.alarm.failures.least must be at least 1, not " + least);
        }
        if (!isPart(ofType) || !isPart(ofHost)) {
            throw new IllegalArgumentException(
                    "freshet.alarm.failures.of-type and of-host are parts: numbers from 0 to 1.");
        }
    }

    private static boolean isPart(double number) {
        return number >= 0 && number <= 1;
    }
}
