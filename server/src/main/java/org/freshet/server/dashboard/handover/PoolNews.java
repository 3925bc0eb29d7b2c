package org.freshet.server.dashboard.handover;

import java.time.Instant;

/**
 * What the pool decided in a shift that it does not usually.
 *
 * @param times how often it said so
 * @param message what it said last
 */
record PoolNews(Instant first, Instant last, long times, String level, String message) {}
