package org.freshet.server.pool;

import java.util.List;
import java.util.Set;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;
import org.freshet.server.pilot.OrderedPilot;

/** The sites and the pilots on record. An interface so that the pool can be tried without a database. */
interface PoolBooks {

    /** Sites of every batch system whose size is fixed. */
    List<PoolSite> sites();

    /** Pilots of a site that have not ended, as far as is known. */
    List<AlivePilot> alive(String site);

    /** Writes down new pilots, SUBMITTED. */
    List<OrderedPilot> order(String site, int count, String reason);

    void submitted(PilotId pilot, String batchId);

    /** Those of the nonces whose pilots were told to stop and have ended in the books some seconds ago. */
    Set<String> killed(Set<String> nonces);

    /** Ends a pilot that is still SUBMITTED; no other. */
    void neverStarted(PilotId pilot, String reason);

    /** Ends a pilot that has registered and has not ended otherwise; no other. */
    void gone(PilotId pilot, String reason);
}
