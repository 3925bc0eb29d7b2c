package org.freshet.test.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.freshet.test.chaos.Ledger.Attempt;
import org.freshet.test.chaos.Ledger.Event;
import org.freshet.test.chaos.Ledger.Job;

/** Looks for anything that is not as it must be. Knows nothing of how the server works. */
final class Checker {

    static final Set<String> FINAL = Set.of("FINISHED", "FAILED", "CANCELLED", "EXPIRED", "SKIPPED");

    private final Evidence evidence;
    private final Ledger ledger;
    private final List<Violation> violations = new ArrayList<>();

    private Checker(Evidence evidence) {
        this.evidence = evidence;
        this.ledger = evidence.ledger();
    }

    /** While a job has not ended, only that is said: what payloads do meanwhile is not in the tables yet. */
    static List<Violation> violations(Evidence evidence) {
        var checker = new Checker(evidence);
        var unsettled = evidence.ledger().jobs().stream()
                .filter(it -> !FINAL.contains(it.state()))
                .map(it -> new Violation(Rule.IS_FINAL, "job " + it.id(), it.toString()))
                .toList();
        if (!unsettled.isEmpty()) {
            return unsettled;
        }
        checker.checkJobs();
        checker.checkTotals();
        checker.ledger.limits().forEach(checker::checkLimit);
        return checker.violations;
    }

    private void checkJobs() {
        var attempts = ledger.attempts().stream().collect(Collectors.groupingBy(Attempt::job));
        var events = ledger.events().stream().collect(Collectors.groupingBy(Event::job));
        var runs = evidence.effects().byJob();
        for (var job : ledger.jobs()) {
            violations.addAll(new JobRules(
                            job,
                            attempts.getOrDefault(job.id(), List.of()),
                            events.getOrDefault(job.id(), List.of()),
                            runs.getOrDefault(job.id(), List.of()))
                    .violations());
        }
        var known = ids();
        runs.forEach((job, its) -> report(Rule.RUNS_WERE_CLAIMED, !known.contains(job), "job " + job, its.toString()));
    }

    private Set<Long> ids() {
        return ledger.jobs().stream().map(Job::id).collect(Collectors.toSet());
    }

    private void checkTotals() {
        var missing = new TreeSet<>(evidence.acknowledged());
        missing.removeAll(ids());
        missing.forEach(it -> report(Rule.ACKNOWLEDGED_EXISTS, true, "job " + it, ""));
        report(
                Rule.TOTALS_AGREE,
                ledger.jobs().size() != evidence.submitted()
                        || evidence.acknowledged().size() != evidence.submitted(),
                "all jobs",
                "Submitted " + evidence.submitted() + ", acknowledged "
                        + evidence.acknowledged().size() + ", there are " + ledger.countByState());
        ledger.queued().forEach(it -> report(Rule.QUEUE_IS_EMPTY, true, "job " + it, ""));
        evidence.left().forEach(it -> report(Rule.NOTHING_IS_LEFT, true, "process " + it, ""));
    }

    private void checkLimit(String jobtype, int limit) {
        var ofType = ledger.jobs().stream()
                .filter(it -> it.jobtype().equals(jobtype))
                .map(Job::id)
                .collect(Collectors.toSet());
        var occupies = Set.of("DISPATCHED", "RUNNING");
        var running = new TreeSet<Long>();
        var most = new TreeSet<Long>();
        for (var event : ledger.events()) {
            if (!ofType.contains(event.job())) {
                continue;
            }
            if (occupies.contains(event.to())) {
                running.add(event.job());
            } else {
                running.remove(event.job());
            }
            if (running.size() > most.size()) {
                most = new TreeSet<>(running);
            }
        }
        report(Rule.LIMIT_HOLDS, most.size() > limit, "type " + jobtype, "Limit " + limit + ", at once " + most);
    }

    private void report(Rule rule, boolean broken, String subject, String facts) {
        if (broken) {
            violations.add(new Violation(rule, subject, facts));
        }
    }
}
