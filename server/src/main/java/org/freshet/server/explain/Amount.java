package org.freshet.server.explain;

import java.util.function.ToLongFunction;
import org.freshet.protocol.Offer;
import org.freshet.server.dispatch.Criterion;
import org.freshet.server.job.Requirement;

/** Those of the criteria that compare numbers: how much is asked for and how much is offered. */
final class Amount {

    private Amount() {}

    static boolean isCompared(Criterion criterion) {
        return switch (criterion) {
            case SITE, TAGS -> false;
            case CORES, MEMORY, DISK, LIFETIME -> true;
        };
    }

    /** Cores, MB, or seconds with the grace. */
    static ToLongFunction<Requirement> asked(Criterion criterion) {
        return switch (criterion) {
            case SITE, TAGS -> it -> 0;
            case CORES -> Requirement::cores;
            case MEMORY -> Requirement::memoryMb;
            case DISK -> Requirement::diskMb;
            case LIFETIME -> it -> it.timeLimitSeconds() + Criterion.GRACE_SECONDS;
        };
    }

    /** Cores, MB or seconds. */
    static ToLongFunction<Offer> offered(Criterion criterion) {
        return switch (criterion) {
            case SITE, TAGS -> it -> 0;
            case CORES -> Offer::cores;
            case MEMORY -> Offer::memoryMb;
            case DISK -> Offer::diskMb;
            case LIFETIME -> Offer::remainingSeconds;
        };
    }
}
