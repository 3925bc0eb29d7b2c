package org.freshet.server.dashboard.failures;

import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.OncePerSecond;
import org.freshet.server.failure.FailurePart;
import org.freshet.server.failure.FailurePart.Standing;
import org.freshet.server.failure.Failures;
import org.springframework.stereotype.Component;

/** How many jobs are unresolved, for the head of every page. */
@Component
class Unresolved {

    private final OncePerSecond<Count> latest;

    /** Every page asks for it, so it is counted once in 7 s. */
    Unresolved(Failures failures, ClockSql clock) {
        this.latest = new OncePerSecond<>(() -> count(failures, clock), () -> System.nanoTime() / 10);
    }

    /** @param jobs that failed in the last 24 h */
    record Count(long jobs) {}

    Count count() {
        return latest.get();
    }

    private static Count count(Failures failures, ClockSql clock) {
        return new Count(failures.lately(clock.now()).parts().stream()
                .filter(it -> it.standing() == Standing.UNRESOLVED)
                .mapToLong(FailurePart::jobs)
                .sum());
    }
}
