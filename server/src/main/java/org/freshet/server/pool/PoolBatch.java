package org.freshet.server.pool;

import java.time.Duration;
import org.freshet.batch.BatchSystem;

/**
 * A batch system that this server asks by itself.
 *
 * @param host where its slots are known
 * @param every time between two calculations of a site; zero = with every sweep, as it answers at once
 */
record PoolBatch(BatchSystem system, PoolHost host, Duration every) {

    /** Whether its commands may take long. */
    boolean isSlow() {
        return !every.isZero();
    }
}
