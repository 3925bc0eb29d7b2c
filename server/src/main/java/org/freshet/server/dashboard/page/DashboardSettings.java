package org.freshet.server.dashboard.page;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the pages count.
 *
 * @param quickCount as long as counting all jobs takes less, it is done for every page
 */
@ConfigurationProperties("freshet.dashboard")
public record DashboardSettings(@DefaultValue("100ms") Duration quickCount) {}
