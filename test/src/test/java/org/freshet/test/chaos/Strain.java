package org.freshet.test.chaos;

import java.util.function.LongPredicate;

/**
 * What was done to pilots and payloads.
 *
 * @param struck whether a fault stopped or killed this process, or one that it had come from
 * @param mostPilots as many were seen at once
 * @param cap as many there may be
 */
record Strain(LongPredicate struck, int mostPilots, int cap) {

    /** Anything may have happened. */
    static final Strain UNKNOWN = new Strain(_ -> true, 0, 0);
}
