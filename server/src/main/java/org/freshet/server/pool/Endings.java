package org.freshet.server.pool;

import java.util.HashMap;
import java.util.Map;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;

/** How pilots of a site ended, as its batch system knows it, in one calculation. */
final class Endings {

    /** More are not asked for: each may take as long as a command of the batch system. */
    private static final int MOST = 5;

    private final PoolSite site;
    private final BatchSystem batch;
    private final Map<PilotId, String> told = new HashMap<>();

    Endings(PoolSite site, BatchSystem batch) {
        this.site = site;
        this.batch = batch;
    }

    /** In words. */
    String of(AlivePilot pilot) {
        var slot = pilot.batchId();
        if (slot == null) {
            return "the batch system has no slot for it, its order did not get in";
        }
        var before = told.get(pilot.id());
        if (before != null) {
            return before;
        }
        if (told.size() == MOST) {
            return "the batch system has its slot " + slot + " no more; others went at the same time";
        }
        var ending = batch.ending(site.name(), new BatchId(slot));
        told.put(pilot.id(), ending);
        return ending;
    }

    /** Whether the batch system itself says that its slot has ended. Not asked for more pilots than one calculation may. */
    boolean isKnown(AlivePilot pilot) {
        var ending = of(pilot);
        return told.containsKey(pilot.id()) && !ending.startsWith(BatchSystem.ENDING_UNKNOWN);
    }
}
