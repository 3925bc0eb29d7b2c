package org.freshet.server.pool;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pool calculation.
 *
 * @param enabled whether this server keeps sites filled and ends local pilots when it stops
 * @param every time between two calculations of local pilots
 * @param rules when nothing is submitted, and what is removed
 */
@ConfigurationProperties("freshet.pool")
record PoolSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2s") Duration every,
        @DefaultValue PoolRules rules) {

    PoolSettings {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("freshet.pool.every must be longer than nothing, not " + every);
        }
    }
}
