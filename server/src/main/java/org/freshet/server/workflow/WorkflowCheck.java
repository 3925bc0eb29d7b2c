package org.freshet.server.workflow;

import java.time.Duration;
import java.util.TreeSet;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Compares workflows that have not ended with their jobs, and does what was missed: a job that somebody held at the moment
 * when it should have been let go, and whatever nobody thought of.
 */
@Component
public class WorkflowCheck {

    /** Counting a large workflow costs tens of milliseconds. */
    private static final Duration AGE = Duration.ofSeconds(10);

    private final CounterSql counters;
    private final Release release;
    private final ServiceLog log;

    WorkflowCheck(CounterSql counters, Release release, ServiceLog log) {
        this.counters = counters;
        this.release = release;
        this.log = log;
    }

    /** Returns how many jobs were corrected. */
    @Transactional
    public int sweep() {
        var unchecked = counters.takeUnchecked(AGE);
        if (unchecked.isEmpty()) {
            return 0;
        }
        var corrected = release.repair(unchecked);
        if (!corrected.isEmpty()) {
            var workflows = new TreeSet<Long>();
            corrected.forEach(it -> workflows.add(it.workflow()));
            var jobs = corrected.stream().map(VertexJob::job).toList();
            log.warning(
                    "workflow",
                    "Missed steps in workflows " + Tally.inWords(workflows) + " were made up for: " + jobs.size()
                            + " jobs: " + Tally.inWords(jobs)
                            + ". Rarely somebody held a job just when it should go on; if this comes often, report it.",
                    Tally.of("jobs", jobs));
        }
        return corrected.size();
    }
}
