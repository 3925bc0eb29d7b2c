package org.freshet.server.pool;

import java.time.Duration;
import org.freshet.batch.BatchSystem;

/**
 * A batch system that this server asks by itself.
 *
 * @param every time between two calculations of a site; zero = with every sweep, as it answers at once
 */
record PoolBatch(BatchSystem system, Duration every) {

    /** Whether others may submit to it, too, and its commands may take long. */
    boolean isShared() {
        return !every.isZero();
    }
}
