package org.freshet.server.dashboard.overview;

import java.time.Clock;
import java.util.Map;
import org.freshet.protocol.Summary;
import org.freshet.server.dashboard.pilots.PilotPagesSql;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Counts jobs and pilots at one moment, so that the numbers fit together. */
@Component
class SummaryReader {

    private final JobCounts jobs;
    private final PilotPagesSql pilots;
    private final Clock clock;

    SummaryReader(JobCounts jobs, PilotPagesSql pilots, Clock clock) {
        this.jobs = jobs;
        this.pilots = pilots;
        this.clock = clock;
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Summary read() {
        var byJobState = jobs.states();
        var byPilotState = pilots.states();
        return new Summary(clock.instant(), byJobState, total(byJobState), byPilotState, total(byPilotState));
    }

    private static long total(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
