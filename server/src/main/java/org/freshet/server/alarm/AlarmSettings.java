package org.freshet.server.alarm;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is an alarm.
 *
 * @param every how often the rules are looked at
 * @param clearAfter what is measured must be well for so long before its alarm is over
 * @param oldestTransaction whoever keeps the database from cleaning up for longer is an alarm
 * @param failures when too many jobs fail
 * @param numbers ranges of numbers in the service log, by a name of their own
 */
@ConfigurationProperties("freshet.alarm")
record AlarmSettings(
        @DefaultValue("10s") Duration every,
        @DefaultValue("1m") Duration clearAfter,
        @DefaultValue("30m") Duration oldestTransaction,
        @DefaultValue FailureSettings failures,
        @DefaultValue Map<String, NumberRange> numbers) {

    AlarmSettings {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("freshet.alarm.every must be longer than nothing, not " + every);
        }
        if (clearAfter.isNegative()) {
            throw new IllegalArgumentException("freshet.alarm.clear-after must not be negative, as " + clearAfter);
        }
        if (!oldestTransaction.isPositive()) {
            throw new IllegalArgumentException(
                    "freshet.alarm.oldest-transaction must be longer than nothing, not " + oldestTransaction);
        }
        numbers = Map.copyOf(numbers);
    }
}
