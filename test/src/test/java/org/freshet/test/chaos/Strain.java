package org.freshet.test.chaos;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * What was done to pilots and payloads, and to those who listen to them.
 *
 * @param struck whether a fault stopped or killed this process, or one that it had come from
 * @param mostPilots as many were seen at once
 * @param cap as many there may be
 * @param deaf moments until which nobody could hear pilots, in microseconds: all servers, or
 *     PostgreSQL, were killed then, or had been stopped for longer than a lease
 * @param lease the shortest that a pilot has, in microseconds
 */
record Strain(LongPredicate struck, int mostPilots, int cap, List<Long> deaf, long lease) {

    /** Anything may have happened. */
    static final Strain UNKNOWN = new Strain(_ -> true, 0, 0, List.of(), 0);
}
