package org.freshet.server.pool;

import java.time.Duration;
import java.time.Instant;
import org.freshet.batch.Slot.State;

/**
 * The pilots of a site that count as there.
 *
 * @param usable those that can take one of the waiting jobs now or soon; in a site of fixed size all that work
 * @param queued those that are about to come
 */
record Headcount(int usable, int queued) {

    static Headcount of(PoolSite site, Census census, Demand demand, PoolRules rules) {
        var usable = 0;
        var queued = 0;
        for (var entry : census.pilots()) {
            if (!entry.isThere() || entry.pilot().leaving()) {
                continue;
            }
            if (entry.pilot().isAwaited()) {
                queued += givesHope(entry, census.at(), rules) ? 1 : 0;
            } else {
                usable += !site.demand() || isUsable(site, entry, demand) ? 1 : 0;
            }
        }
        return new Headcount(usable, queued);
    }

    private static boolean givesHope(Census.Entry entry, Instant at, PoolRules rules) {
        var slot = entry.slot();
        return slot == null
                || slot.state() != State.QUEUED
                || Duration.between(slot.since(), at)
                                .compareTo(rules.queuedFor().dividedBy(2))
                        < 0;
    }

    private static boolean isUsable(PoolSite site, Census.Entry entry, Demand demand) {
        var pilot = entry.pilot();
        var work = pilot.work();
        return (work == null || demand.endsSoon(work.jobtype(), work.seconds()))
                && demand.canUse(site.name(), pilot.offer());
    }

    int have() {
        return usable + queued;
    }
}
