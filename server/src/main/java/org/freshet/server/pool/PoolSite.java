package org.freshet.server.pool;

/**
 * What the calculation needs to know of a site.
 *
 * @param batch the kind of batch system, for example {@code LOCAL}
 * @param demand whether its size follows the jobs that wait; otherwise {@code cap} pilots are kept
 * @param cap most pilots, never to be exceeded
 * @param reserve idle pilots kept beyond the demand
 * @param ramp most pilots to submit in one calculation
 * @param lifetimeSeconds so long its pilots live
 */
record PoolSite(
        String name,
        String batch,
        boolean demand,
        int cap,
        int reserve,
        int ramp,
        boolean paused,
        long lifetimeSeconds) {

    String mode() {
        return demand ? "DEMAND" : "FIXED";
    }
}
