package org.freshet.server.dashboard.page;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the pages call late, and how they count.
 *
 * @param lateAfter from the data to the result, for job types that say nothing themselves
 * @param quickCount as long as counting all jobs takes less, it is done for every page
 */
@ConfigurationProperties("freshet.dashboard")
public record DashboardSettings(
        @DefaultValue("10m") Duration lateAfter,
        @DefaultValue("100ms") Duration quickCount) {

    public DashboardSettings {
        if (lateAfter.isNegative() || lateAfter.isZero()) {
            throw new IllegalArgumentException(
                    "freshet.dashboard.late-after (" + lateAfter + ") must be longer than nothing.");
        }
    }
}
