package org.freshet.test.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.freshet.test.chaos.Ledger.Attempt;
import org.freshet.test.chaos.Ledger.Event;
import org.freshet.test.chaos.Ledger.Job;
import org.freshet.test.chaos.SideEffects.Run;

/** The rules that concern one job by itself. */
final class JobRules {

    /** Written down from docs/states.md, without what only a person does. */
    private static final Map<String, Set<String>> STEPS = Map.of(
            "", Set.of("TEMPLATE", "DEFINED"),
            "TEMPLATE", Set.of("DEFINED", "FINISHED", "CANCELLED", "EXPIRED", "SKIPPED"),
            "DEFINED", Set.of("TEMPLATE", "DISPATCHED", "CANCELLED", "EXPIRED", "FINISHED", "FAILED"),
            "DISPATCHED", Set.of("RUNNING", "FINISHED", "FAILED", "DEFINED", "CANCELLED"),
            "RUNNING", Set.of("FINISHED", "FAILED", "DEFINED", "CANCELLED"));

    private static final Set<String> GIVEN_UP = Set.of("PILOT_LOST", "NEVER_CONFIRMED");

    /** /proc/uptime counts in steps of 10 ms. */
    private static final double CLOCK_STEP = 0.011;

    /** Of a workflow: it runs nothing, and is FINISHED without an attempt. */
    private static final String NOOP = "noop";

    private final Job job;
    private final List<Attempt> attempts;
    private final List<Event> events;
    private final List<Run> runs;
    private final Strain strain;
    private final List<Violation> violations = new ArrayList<>();

    JobRules(Job job, List<Attempt> attempts, List<Event> events, List<Run> runs, Strain strain) {
        this.job = job;
        this.attempts = attempts;
        this.events = events;
        this.runs = runs;
        this.strain = strain;
    }

    List<Violation> violations() {
        hold(Rule.ONE_RESULT, acceptedResults() <= 1 && attempts.stream().allMatch(this::endedOnce));
        hold(Rule.ATTEMPTS_HAVE_ENDED, attempts.stream().noneMatch(it -> it.live() || it.result() == null));
        hold(Rule.ATTEMPTS_ARE_COUNTED, areCounted());
        hold(Rule.RUNS_WERE_CLAIMED, runs.stream().allMatch(this::wasClaimed));
        hold(Rule.PAYLOAD_WAS_SPARED, runs.stream().allMatch(this::cameToItsEnd));
        hold(Rule.ATTEMPT_RUNS_ONCE, runs.stream().map(Run::attempt).distinct().count() == runs.size());
        hold(Rule.FAILED_DID_FAIL, attempts.stream().allMatch(this::isTrue));
        hold(Rule.TRIES_ARE_LIMITED, areTriesLimited());
        hold(Rule.ATTEMPT_HAS_ONE_PILOT, attempts.stream().allMatch(this::hasOnePilot));
        if (job.state().equals("FINISHED") && !job.jobtype().equals(NOOP)) {
            hold(Rule.FINISHED_WAS_DONE, attempts.stream().anyMatch(it -> isFinished(it) && ranWith(it, 0)));
            hold(
                    Rule.RESULT_IS_OF_THE_LATEST,
                    attempts.stream().noneMatch(it -> isFinished(it) && it.attempt() < latest()));
        }
        if (job.exclusive()) {
            hold(Rule.EXCLUSIVE_RUNS_ALONE, ranAlone());
        }
        checkHistory();
        return violations;
    }

    private void hold(Rule rule, boolean holds) {
        if (!holds) {
            violations.add(new Violation(rule, "job " + job.id(), facts()));
        }
    }

    private String facts() {
        return "%s%n  attempts %s%n  payloads %s%n  history %s".formatted(job, attempts, runs, events);
    }

    private static boolean isFinished(Attempt attempt) {
        return "FINISHED".equals(attempt.result());
    }

    private long acceptedResults() {
        return Math.max(
                attempts.stream().filter(JobRules::isFinished).count(),
                events.stream().filter(it -> it.to().equals("FINISHED")).count());
    }

    private boolean endedOnce(Attempt attempt) {
        return events.stream()
                        .filter(it ->
                                Objects.equals(it.attempt(), attempt.attempt()) && Checker.FINAL.contains(it.to()))
                        .count()
                <= 1;
    }

    private int latest() {
        return attempts.stream().mapToInt(Attempt::attempt).max().orElse(0);
    }

    /** 1, 2, … as far as the job says, and each claimed once and in turn. */
    private boolean areCounted() {
        var claims = events.stream()
                .filter(it -> it.to().equals("DISPATCHED"))
                .map(it -> Objects.requireNonNullElse(it.attempt(), 0))
                .toList();
        var numbers = attempts.stream().map(Attempt::attempt).toList();
        var expected = IntStream.rangeClosed(1, job.attempt()).boxed().toList();
        return numbers.equals(expected) && claims.equals(expected);
    }

    private boolean wasClaimed(Run run) {
        return attempts.stream().anyMatch(it -> it.attempt() == run.attempt());
    }

    /** Or there is a reason why not. A pilot ends what is exclusive by itself when no server hears it. */
    private boolean cameToItsEnd(Run run) {
        return run.ended() != null
                || strain.struck().test(run.pid())
                || job.exclusive()
                || job.state().equals("CANCELLED")
                || attempts.stream()
                        .filter(it -> it.attempt() == run.attempt())
                        .allMatch(it -> GIVEN_UP.contains(String.valueOf(it.result())));
    }

    /** What services and people did to an attempt concerns no pilot. */
    private boolean hasOnePilot(Attempt attempt) {
        return events.stream()
                .filter(it -> Objects.equals(it.attempt(), attempt.attempt()))
                .map(Event::actor)
                .filter(it -> it.startsWith("pilot "))
                .allMatch(("pilot " + attempt.pilot())::equals);
    }

    private boolean isTrue(Attempt attempt) {
        return !"EXIT_CODE".equals(attempt.reason())
                || ranWith(attempt, attempt.exitCode() == null ? 0 : attempt.exitCode());
    }

    private boolean ranWith(Attempt attempt, int exitCode) {
        return runs.stream()
                .anyMatch(it -> it.attempt() == attempt.attempt() && Objects.equals(it.exitCode(), exitCode));
    }

    private boolean areTriesLimited() {
        var failed =
                attempts.stream().filter(it -> "FAILED".equals(it.result())).count();
        var lost =
                attempts.stream().filter(it -> "PILOT_LOST".equals(it.result())).count();
        return Math.max(failed, job.failures()) <= job.retries() + 1
                && Math.max(lost, job.losses()) <= job.maxLosses() + 1;
    }

    /** A run without an end was killed; then it must not have been in doubt whether it goes on. */
    private boolean ranAlone() {
        var doubtful = new HashMap<Integer, String>();
        attempts.forEach(it -> doubtful.put(it.attempt(), String.valueOf(it.result())));
        for (var earlier : runs) {
            for (var later : runs) {
                if (earlier == later || earlier.began() > later.began()) {
                    continue;
                }
                var ended = earlier.ended();
                var overlaps = ended != null
                        ? later.began() + CLOCK_STEP < ended
                        : GIVEN_UP.contains(doubtful.getOrDefault(earlier.attempt(), "PILOT_LOST"));
                if (overlaps) {
                    return false;
                }
            }
        }
        return true;
    }

    private void checkHistory() {
        var state = "";
        for (var event : events) {
            var from = Objects.requireNonNullElse(event.from(), "");
            if (!from.equals(state) || !isLegal(from, event.to())) {
                hold(Rule.HISTORY_IS_LEGAL, false);
                return;
            }
            state = event.to();
        }
        hold(Rule.HISTORY_IS_LEGAL, state.equals(job.state()));
    }

    private boolean isLegal(String from, String to) {
        var withoutAttempt = from.equals("TEMPLATE") && to.equals("FINISHED");
        return STEPS.getOrDefault(from, Set.of()).contains(to)
                && (!withoutAttempt || job.jobtype().equals(NOOP));
    }
}
