package org.freshet.server.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often the books are looked through for what time alone changes.
 *
 * @param enabled whether this server does it at all
 * @param every lost pilots, unconfirmed, overdue and expired jobs; at most a quarter of the lease of pilots, and 5 s
 * @param heldEvery held jobs that expired
 * @param overdueMargin how long beyond its time limit and its site's kill grace a job may run before the server ends it
 */
@ConfigurationProperties("freshet.sweep")
public record SweepSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2s") Duration every,
        @DefaultValue("60s") Duration heldEvery,
        @DefaultValue("60s") Duration overdueMargin) {}
