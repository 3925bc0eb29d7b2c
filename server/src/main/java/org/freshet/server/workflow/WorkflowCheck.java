package org.freshet.server.workflow;

import java.time.Duration;
import java.util.Objects;
import java.util.TreeSet;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares workflows that have not ended with their jobs, and does what was missed: a job that somebody held at the moment
 * when it should have been let go, and whatever nobody thought of.
 */
@Component
public class WorkflowCheck {

    private static final int MOST = 50;
    private static final Duration AGE = Duration.ofSeconds(10);

    private final CounterSql counters;
    private final Release release;
    private final ServiceLog log;
    private final TransactionTemplate transaction;

    WorkflowCheck(CounterSql counters, Release release, ServiceLog log, TransactionTemplate transaction) {
        this.counters = counters;
        this.release = release;
        this.log = log;
        this.transaction = transaction;
    }

    /**
     * Returns how many jobs and workflows were corrected. Counting a large workflow costs tens of milliseconds, so each has
     * a transaction of its own; one that cannot be checked is taken again after all others.
     */
    public int sweep() {
        int repaired = 0;
        for (int n = 0; n < MOST; n++) {
            var next = counters.takeUnchecked(AGE);
            if (next.isEmpty()) {
                break;
            }
            repaired += Objects.requireNonNull(transaction.execute(status -> check(next.get())));
        }
        return repaired;
    }

    private int check(long workflow) {
        var repaired = release.repair(workflow);
        if (!repaired.jobs().isEmpty() || !repaired.miscounted().isEmpty()) {
            warn(repaired);
        }
        return repaired.jobs().size() + repaired.miscounted().size();
    }

    private void warn(Release.Repaired repaired) {
        var workflows = new TreeSet<>(repaired.miscounted());
        repaired.jobs().forEach(it -> workflows.add(it.workflow()));
        var jobs = repaired.jobs().stream().map(VertexJob::job).distinct().toList();
        var which = jobs.isEmpty() ? "the count of open jobs" : "jobs " + Tally.inWords(jobs);
        log.warning(
                "workflow",
                "Steps that had been missed were made up for in workflows " + Tally.inWords(workflows) + ": " + which
                        + ". It may happen when somebody changed a job just when it should go on; if it comes often,"
                        + " report it.",
                Tally.of("workflows", workflows));
    }
}
