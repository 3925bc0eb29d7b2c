package org.freshet.server.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freshet.batch.Slot;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;
import org.freshet.server.pilot.OrderedPilot;

/** The sites, the jobs that wait and the pilots on record. An interface so that the pool can be tried without a database. */
interface PoolBooks {

    /** Sites of every batch system. */
    List<PoolSite> sites();

    /** Pilots of a site that have not ended, as far as is known. */
    List<AlivePilot> alive(String site);

    /** Jobs that wait and name no other site. */
    List<Waiting> waiting(String site);

    /** What pilots of the site offered in the last day, each kind once. */
    List<Offer> offers(PoolSite site);

    /** Writes down new pilots, SUBMITTED; none if the site was paused meanwhile, or its cap leaves no room for all. */
    List<OrderedPilot> order(String site, int count, String reason);

    void submitted(PilotId pilot, String batchId);

    /** What the batch system says of the pilots' slots. */
    void seen(Map<PilotId, Slot> slots);

    /** Those of the nonces whose pilots were told to stop and have ended in the books some seconds ago. */
    Set<String> killed(Set<String> nonces);

    /** Those of the nonces whose pilots have ended in the books for so long, while somebody listened, and did not come back. */
    Set<String> overFor(Set<String> nonces, Duration time);

    /** Ends a pilot that is still SUBMITTED; false if it is not, or not any more. */
    boolean neverStarted(PilotId pilot, String reason);

    /** Ends a pilot that has registered; false if it ended otherwise meanwhile. */
    boolean gone(PilotId pilot, String reason);

    /**
     * How many of the newest orders got in and brought no pilot that registered: all of each ended, or are held. Those
     * before the site was last resumed do not count.
     *
     * @param queuedFor so long a slot may wait, before the pool itself removes it
     */
    int fruitlessOrders(String site, Duration queuedFor);

    /** The newest pilots, in a row, that ended soon after they registered. */
    EarlyEnds earlyEnds(String site);

    /** Why the pool itself paused the site; empty if a person did, or nobody. */
    Optional<String> pausedByPool(String site);

    /** Lets the site have no more pilots until a person resumes it. */
    void pause(String site, String reason);
}
