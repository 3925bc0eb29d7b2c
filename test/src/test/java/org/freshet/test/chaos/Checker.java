package org.freshet.test.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.freshet.test.chaos.Ledger.Attempt;
import org.freshet.test.chaos.Ledger.Event;
import org.freshet.test.chaos.Ledger.Job;
import org.freshet.test.chaos.Ledger.Limit;
import org.freshet.test.chaos.Ledger.Parent;
import org.freshet.test.chaos.Ledger.Silent;

/** Looks for anything that is not as it must be. Knows nothing of how the server works. */
final class Checker {

    static final Set<String> FINAL = Set.of("FINISHED", "FAILED", "CANCELLED", "EXPIRED", "SKIPPED");

    private static final Set<String> OCCUPIES = Set.of("DISPATCHED", "RUNNING");

    /** What runs nothing is FINISHED at once. */
    private static final Set<String> RELEASED = Set.of("DEFINED", "FINISHED");

    /** What a killed PostgreSQL, or a server beside another, was just doing comes to its end; microseconds. */
    private static final long ENDS_WITHIN = 500_000;

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
        checker.checkChanges();
        checker.ledger.limits().stream().map(Limit::jobtype).distinct().forEach(checker::checkLimit);
        checker.checkWorkflows();
        checker.checkPilots();
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
                            runs.getOrDefault(job.id(), List.of()),
                            evidence.strain())
                    .violations());
        }
        var known = ids();
        attempts.forEach(
                (job, its) -> report(Rule.ATTEMPTS_HAVE_JOBS, !known.contains(job), "job " + job, its.toString()));
        runs.forEach((job, its) -> report(Rule.RUNS_WERE_CLAIMED, !known.contains(job), "job " + job, its.toString()));
    }

    private Set<Long> ids() {
        return ledger.jobs().stream().map(Job::id).collect(Collectors.toSet());
    }

    private void checkTotals() {
        var acknowledged = evidence.acknowledged();
        var missing = new TreeSet<>(acknowledged.jobs());
        missing.removeAll(ids());
        missing.forEach(it -> report(Rule.ACKNOWLEDGED_EXISTS, true, "job " + it, ""));
        var submitted =
                ledger.jobs().stream().filter(it -> it.workflow() == null).count();
        report(
                Rule.TOTALS_AGREE,
                submitted != evidence.submitted() || acknowledged.jobs().size() != evidence.submitted(),
                "all jobs",
                "Submitted " + evidence.submitted() + ", acknowledged "
                        + acknowledged.jobs().size() + ", there are " + ledger.countByState());
        ledger.queued().forEach(it -> report(Rule.QUEUE_IS_EMPTY, true, "job " + it, ""));
        evidence.left().forEach(it -> report(Rule.NOTHING_IS_LEFT, true, "process " + it, ""));
    }

    private void checkChanges() {
        var acknowledged = evidence.acknowledged();
        ledger.jobs().stream()
                .filter(it -> acknowledged.cancelled().contains(it.id()))
                .filter(it -> !it.state().equals("CANCELLED"))
                .forEach(it -> report(Rule.CHANGE_SURVIVES, true, "job " + it.id(), it.toString()));
        var settings = ledger.limits().stream().map(Limit::reason).collect(Collectors.toSet());
        acknowledged.settings().stream()
                .filter(it -> !settings.contains(it))
                .forEach(it -> report(Rule.CHANGE_SURVIVES, true, "limit", it));
    }

    /** Whoever claims a job of a type writes it down while nobody else can claim one, or change the limit. */
    private void checkLimit(String jobtype) {
        var ofType = ledger.jobs().stream()
                .filter(it -> it.jobtype().equals(jobtype))
                .map(Job::id)
                .collect(Collectors.toSet());
        var limits = new ArrayDeque<>(ledger.limits().stream()
                .filter(it -> it.jobtype().equals(jobtype))
                .toList());
        var running = new TreeSet<Long>();
        var limit = limits.removeFirst();
        for (var event : ledger.events()) {
            while (!limits.isEmpty() && limits.getFirst().at() <= event.at()) {
                limit = limits.removeFirst();
            }
            if (!ofType.contains(event.job())) {
                continue;
            }
            if (!OCCUPIES.contains(event.to())) {
                running.remove(event.job());
            } else if (running.add(event.job()) && limit.most() != null && running.size() > limit.most()) {
                report(Rule.LIMIT_HOLDS, true, "type " + jobtype, limit + ", at once " + running);
                return;
            }
        }
    }

    private void checkWorkflows() {
        evidence.acknowledged().workflows().stream()
                .filter(it -> !ledger.workflows().containsKey(it))
                .forEach(it -> report(Rule.ACKNOWLEDGED_EXISTS, true, "workflow " + it, ""));
        var parents = ledger.parents().stream()
                .collect(Collectors.groupingBy(Parent::child, Collectors.mapping(Parent::parent, Collectors.toSet())));
        var finished = new TreeSet<Long>();
        var released = new TreeSet<Long>();
        for (var event : ledger.events()) {
            var waitsFor = parents.getOrDefault(event.job(), Set.of());
            if (RELEASED.contains(event.to()) && "TEMPLATE".equals(event.from()) && !waitsFor.isEmpty()) {
                report(
                        Rule.CHILD_WAITS,
                        !finished.containsAll(waitsFor) || !released.add(event.job()),
                        "job " + event.job(),
                        event + ", its parents " + waitsFor + ", of which FINISHED: "
                                + waitsFor.stream().filter(finished::contains).toList());
            }
            if (event.to().equals("FINISHED")) {
                finished.add(event.job());
            }
        }
    }

    private void checkPilots() {
        var strain = evidence.strain();
        report(
                Rule.CAP_HOLDS,
                strain.mostPilots() > strain.cap(),
                "all pilots",
                strain.mostPilots() + " at once, the cap is " + strain.cap());
        ledger.silent().forEach(this::checkSilence);
    }

    /**
     * Its last lease began when it spoke last, or when all began anew; not before somebody was there to hear it. When one that was
     * heard of again had spoken before is not known; that nobody could have heard it is.
     */
    private void checkSilence(Silent silent) {
        var lease = evidence.strain().lease();
        var deaf = latestBefore(silent, evidence.strain().deaf());
        var heard = silent.heard();
        var begun = heard == null ? deaf : Math.max(heard, latestBefore(silent, ledger.renewals()));
        report(
                Rule.LEASES_BEGIN_ANEW,
                begun < deaf || silent.at() < begun + lease,
                "pilot " + silent.pilot(),
                silent + ", its lease began at " + begun + " at the earliest, nobody could hear it until " + deaf);
    }

    private static long latestBefore(Silent silent, List<Long> moments) {
        return moments.stream().filter(it -> it + ENDS_WITHIN < silent.at()).reduce(0L, Math::max);
    }

    private void report(Rule rule, boolean broken, String subject, String facts) {
        if (broken) {
            violations.add(new Violation(rule, subject, facts));
        }
    }
}
