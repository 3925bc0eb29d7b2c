package org.freshet.server.pool;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the pool stops to submit, and what it removes from a batch system by itself.
 *
 * @param mostHeld so many held slots stop the submission to a site
 * @param heldFor a slot is removed that was held for longer
 * @param queuedFor a slot is removed that waited for longer; it gives no more hope for a pilot after half of that
 * @param silentFor a slot is removed that ran for longer and whose pilot never registered
 * @param failedOrders after so many orders in a row of which no pilot registered the site is paused; 0 = never
 */
record PoolRules(
        @DefaultValue("5") int mostHeld,
        @DefaultValue("30m") Duration heldFor,
        @DefaultValue("24h") Duration queuedFor,
        @DefaultValue("10m") Duration silentFor,
        @DefaultValue("3") int failedOrders) {

    static final PoolRules USUAL =
            new PoolRules(5, Duration.ofMinutes(30), Duration.ofHours(24), Duration.ofMinutes(10), 3);
}
