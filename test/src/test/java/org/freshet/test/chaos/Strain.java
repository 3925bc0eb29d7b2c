package org.freshet.test.chaos;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * What was done to pilots and payloads, and when nothing was: only then a lost pilot, or a payload without an end, tells something.
 *
 * @param struck whether a fault stopped or killed this process, or one that it had come from
 * @param quiet when faults concerned nothing but servers and PostgreSQL
 * @param mostPilots as many were seen at once
 * @param cap as many there may be
 */
record Strain(LongPredicate struck, List<Quiet> quiet, int mostPilots, int cap) {

    /** Anything may have happened at any time. */
    static final Strain UNKNOWN = new Strain(_ -> true, List.of(), 0, 0);

    /** Between two times, in microseconds. */
    record Quiet(long from, long to) {}

    Strain {
        quiet = List.copyOf(quiet);
    }

    boolean isQuietAt(long micros) {
        return quiet.stream().anyMatch(it -> it.from() <= micros && micros <= it.to());
    }
}
