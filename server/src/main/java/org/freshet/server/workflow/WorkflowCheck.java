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

    /** Returns how many jobs and workflows were corrected. */
    @Transactional
    public int sweep() {
        var unchecked = counters.takeUnchecked(AGE);
        if (unchecked.isEmpty()) {
            return 0;
        }
        var repaired = release.repair(unchecked);
        if (!repaired.jobs().isEmpty() || !repaired.miscounted().isEmpty()) {
            warn(repaired);
        }
        return repaired.jobs().size() + repaired.miscounted().size();
    }

    private void warn(Release.Repaired repaired) {
        var workflows = new TreeSet<>(repaired.miscounted());
        repaired.jobs().forEach(it -> workflows.add(it.workflow()));
        var jobs = repaired.jobs().stream().map(VertexJob::job).toList();
        var which = jobs.isEmpty() ? "the count of open jobs" : "jobs " + Tally.inWords(jobs);
        log.warning(
                "workflow",
                "Steps that had been missed were made up for in workflows " + Tally.inWords(workflows) + ": " + which
                        + ". It may happen when somebody changed a job just when it should go on; if it comes often,"
                        + " report it.",
                Tally.of("workflows", workflows));
    }
}
