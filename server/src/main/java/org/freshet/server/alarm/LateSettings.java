package org.freshet.server.alarm;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a job type is late.
 *
 * @param limit for types that {@code limits} does not name: how long after its data a result may come, and how long a job may
 *     wait; 0 = for ever
 * @param limits the same, by job type
 * @param within results that came longer ago say nothing of now
 */
record LateSettings(
        @DefaultValue("15m") Duration limit,
        @DefaultValue Map<String, Duration> limits,
        @DefaultValue("10m") Duration within) {

    LateSettings {
        limits = Map.copyOf(limits);
        if (limit.isNegative() || limits.values().stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("A limit in freshet.alarm.late is negative; 0 is none.");
        }
    }

    Duration of(String type) {
        return limits.getOrDefault(type, limit);
    }
}
