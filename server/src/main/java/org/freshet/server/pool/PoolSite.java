package org.freshet.server.pool;

import org.freshet.batch.Capacity;

/**
 * What the calculation needs to know of a site.
 *
 * @param batch the kind of batch system, for example {@code LOCAL}
 * @param demand whether its size follows the jobs that wait; otherwise {@code cap} pilots are kept
 * @param cap most pilots, never to be exceeded
 * @param reserve idle pilots kept beyond the demand
 * @param ramp most pilots to submit in one calculation
 * @param lifetimeSeconds so long its pilots live
 * @param asks what is asked for each pilot, and what it then offers
 */
record PoolSite(
        String name,
        String batch,
        boolean demand,
        int cap,
        int reserve,
        int ramp,
        boolean paused,
        long lifetimeSeconds,
        Capacity asks) {

    String mode() {
        return demand ? "DEMAND" : "FIXED";
    }
}
