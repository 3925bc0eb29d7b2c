package org.freshet.server.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.JobState;
import org.freshet.server.job.ExpirySql.Expired;
import org.freshet.server.job.WorkflowSteps.Moved;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes jobs out of the queue whose result would be of no use any more. A running job is not stopped by it. Useful-until is
 * an instant on the database's clock: when that clock is set, its new time counts at once.
 */
@Component
public class Expiry {

    private final ExpirySql sql;
    private final ServiceLog log;
    private final TransactionTemplate transaction;
    private final WorkflowSteps workflows;
    private final HeldWindow held = new HeldWindow();

    Expiry(ExpirySql sql, ServiceLog log, TransactionTemplate transaction, WorkflowSteps workflows) {
        this.sql = sql;
        this.log = log;
        this.transaction = transaction;
        this.workflows = workflows;
    }

    /** Jobs in the queue: returns how many expired. */
    @Transactional
    public int sweep() {
        return tell(sql.expireWaiting(), "waited for a pilot");
    }

    /** Held jobs, which nobody waits for: returns how many expired. */
    public int sweepHeld() {
        var look = Objects.requireNonNull(transaction.execute(status -> lookAtHeld()));
        if (look.expired() < ExpirySql.MOST_HELD) {
            held.looked(look.from(), look.until());
        }
        return look.expired();
    }

    private record Look(Instant from, Instant until, int expired) {}

    private Look lookAtHeld() {
        var now = sql.now();
        var from = held.from(now);
        return new Look(from, now, tell(sql.expireHeld(from), "were held"));
    }

    private int tell(List<Expired> jobs, String doing) {
        if (!jobs.isEmpty()) {
            skipWhatWaitsFor(jobs);
            var expired = jobs.stream().map(Expired::job).toList();
            log.info(
                    "expiry",
                    "Jobs expired: " + expired.size() + ". Their useful-until passed while they " + doing + ": "
                            + Tally.inWords(expired) + ".",
                    Tally.of("jobs", expired));
        }
        return jobs.size();
    }

    private void skipWhatWaitsFor(List<Expired> expired) {
        var moved = new ArrayList<Moved>();
        for (var it : expired) {
            if (it.workflow() != null) {
                moved.add(new Moved(it.job(), it.workflow(), JobState.EXPIRED));
            }
        }
        if (!moved.isEmpty()) {
            workflows.follow(moved);
        }
    }
}
