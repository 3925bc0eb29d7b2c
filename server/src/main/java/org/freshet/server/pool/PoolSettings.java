package org.freshet.server.pool;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pool calculation.
 *
 * @param enabled whether this server keeps sites filled and ends local pilots when it stops
 * @param every time between two calculations of local pilots
 * @param submitHostPatience how long a submit host may take for one task: longer than any command of its batch system, and
 *     shorter than a turn
 * @param rules when nothing is submitted, and what is removed
 */
@ConfigurationProperties("freshet.pool")
record PoolSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2s") Duration every,
        @DefaultValue("3m") Duration submitHostPatience,
        @DefaultValue PoolRules rules) {

    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(3);

    PoolSettings {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("freshet.pool.every must be longer than nothing, not " + every);
        }
        if (!submitHostPatience.isPositive() || submitHostPatience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException(
                    "freshet.pool.submit-host-patience must be 3 minutes at the most, not " + submitHostPatience);
        }
    }
}
