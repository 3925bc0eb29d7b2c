package org.freshet.server.pool;

/**
 * What the calculation needs to know of a site in mode FIXED.
 *
 * @param batch the kind of batch system, for example {@code LOCAL}
 * @param cap how many pilots to keep, and never to exceed
 * @param ramp most pilots to submit in one calculation
 */
record PoolSite(String name, String batch, int cap, int ramp, boolean paused) {}
