package org.freshet.server.freshness;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a job type is late.
 *
 * @param lateAfter from the data to the result, for job types that say nothing themselves
 */
@ConfigurationProperties("freshet.freshness")
record FreshnessSettings(@DefaultValue("10m") Duration lateAfter) {

    FreshnessSettings {
        if (lateAfter.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "freshet.freshness.late-after (" + lateAfter + ") must be one second at least.");
        }
    }
}
