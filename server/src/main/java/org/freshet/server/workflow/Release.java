package org.freshet.server.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.job.ReadyHint;
import org.freshet.server.job.WorkflowSteps;
import org.freshet.server.workflow.CounterSql.Closed;
import org.freshet.server.workflow.Fans.Fan;
import org.freshet.server.workflow.ReleaseSql.Locked;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets the jobs of workflows go as those that they wait for end. */
@Component
class Release implements WorkflowSteps {

    private final ReleaseSql sql;
    private final FailureSql failures;
    private final CounterSql counters;
    private final VertexSql vertices;
    private final FanOuts fanOuts;
    private final ReadyHint hint;

    Release(
            ReleaseSql sql,
            FailureSql failures,
            CounterSql counters,
            VertexSql vertices,
            FanOuts fanOuts,
            ReadyHint hint) {
        this.sql = sql;
        this.failures = failures;
        this.counters = counters;
        this.vertices = vertices;
        this.fanOuts = fanOuts;
        this.hint = hint;
    }

    @Override
    public boolean follow(Collection<Moved> moved) {
        var ids = new TreeSet<Long>();
        moved.forEach(it -> ids.add(it.workflow()));
        var step = new Step(sql.lock(ids));
        var finished = new ArrayList<Long>();
        var dead = new ArrayList<Moved>();
        for (var it : moved) {
            if (it.to() == JobState.FINISHED) {
                finished.add(it.job());
                step.grow(it.workflow(), makeItems(it));
            } else if (it.to().isFinal()) {
                dead.add(it);
            }
            if (it.to().isFinal()) {
                step.count(it.workflow());
            }
        }
        step.bury(dead);
        step.letGo(finished);
        return step.done();
    }

    /** Of a new workflow; the vertices are not let go yet. */
    void fanOut(List<Fan> fans, Map<String, Long> byName) {
        fanOuts.begin(fans, byName);
    }

    /** Returns how many. */
    private int makeItems(Moved finished) {
        var items = finished.items();
        if (items == null) {
            return 0;
        }
        fanOuts.make(finished.job(), items);
        return items.size();
    }

    @Override
    public Map<Long, String> refusals(Map<Long, Integer> itemsOf) {
        return fanOuts.refusals(itemsOf);
    }

    @Override
    public void beforeRelease(JobId job, long workflow) {
        sql.lock(List.of(workflow));
        var standing = vertices.standing(job);
        standing.refuseReleaseUnlessDue();
        standing.refuseReleaseIfStopped();
        standing.refuseReleaseOfNoop();
        vertices.markReleased(job);
    }

    @Override
    public void beforeRetry(JobId job, long workflow) {
        sql.lock(List.of(workflow));
        var standing = vertices.standing(job);
        standing.refuseRetryWhileCancelled();
        standing.refuseRetryBelowTheDead();
        vertices.markHeld(List.of(job.value()));
    }

    @Override
    public void afterRetry(JobId job, long workflow, @Nullable Duration usefulFor) {
        var again = new ArrayList<>(failures.revive(workflow, usefulFor));
        again.add(job.value());
        counters.reopen(workflow, "service workflow", "job " + job + " is tried again", null);
        goOn(workflow, again);
    }

    /** What is dead was tried again by a person, and what was skipped because of it; the rows are locked. */
    void afterRerun(long workflow, Collection<Long> again, String actor, String why, @Nullable Duration usefulFor) {
        counters.reopen(workflow, actor, why, usefulFor);
        goOn(workflow, again);
    }

    private void goOn(long workflow, Collection<Long> again) {
        counters.date(again);
        goOn(workflow);
    }

    /** Lets go what waits for nothing, or holds it if the workflow is paused now. */
    void goOn(long workflow) {
        var step = new Step(sql.lock(List.of(workflow)));
        step.letGo(List.of());
        step.done();
    }

    /**
     * Does what the counters, made anew, say is to be done.
     *
     * @return what was missed; nothing as a rule
     */
    Repaired repair(long workflow) {
        var step = new Step(sql.lock(List.of(workflow)));
        var all = step.ids(it -> !it.state().isFinal());
        if (all.isEmpty()) {
            return new Repaired(List.of(), List.of());
        }
        var jobs = new ArrayList<>(counters.recountWaiting(all));
        var dead = failures.dead(all);
        if (!dead.isEmpty()) {
            step.skipBelow(dead, "what it waits for ended otherwise than FINISHED");
        }
        step.revive(step.ids(it -> !it.stopped() && !it.state().isFinal()));
        step.letGo(List.of());
        jobs.addAll(step.changed);
        step.done();
        var miscounted = counters.miscounted(all);
        if (!miscounted.isEmpty()) {
            counters.close(miscounted);
        }
        return new Repaired(jobs, miscounted.stream().map(Closed::workflow).toList());
    }

    /**
     * What a check found wrong and put right.
     *
     * @param jobs whose parents were miscounted, or that were let go, held or ended
     * @param miscounted workflows whose count of open jobs was wrong
     */
    record Repaired(List<VertexJob> jobs, List<Long> miscounted) {}

    /** What is done with some workflows in one transaction. */
    private final class Step {

        private final Map<Long, Locked> workflows = new TreeMap<>();
        private final Map<Long, Integer> closed = new TreeMap<>();
        private final List<VertexJob> changed = new ArrayList<>();
        private boolean queued;

        Step(Collection<Locked> locked) {
            locked.forEach(it -> workflows.put(it.id(), it));
        }

        List<Long> ids(Predicate<Locked> which) {
            return workflows.values().stream().filter(which).map(Locked::id).toList();
        }

        /** So many jobs were made. */
        void grow(long workflow, int jobs) {
            workflows.computeIfPresent(workflow, (id, was) -> was.andOpen(jobs));
        }

        void count(long workflow) {
            closed.merge(workflow, 1, Integer::sum);
        }

        private void count(List<VertexJob> ended) {
            ended.forEach(it -> count(it.workflow()));
            changed.addAll(ended);
        }

        /** Skips what waits for these, and stops the workflows whose policy wants that. */
        void bury(List<Moved> dead) {
            if (dead.isEmpty()) {
                return;
            }
            var first = dead.getFirst();
            skipBelow(
                    dead.stream().map(Moved::job).toList(),
                    dead.size() == 1
                            ? "it waited for job " + first.job() + ", which is " + first.to()
                            : "what it waited for ended otherwise than FINISHED");
            var stops = new TreeSet<Long>();
            dead.forEach(it -> stops.add(it.workflow()));
            stops.retainAll(
                    ids(it -> it.policy() == FailurePolicy.STOP && !it.state().isFinal()));
            if (!stops.isEmpty()) {
                failures.stop(stops);
                stops.forEach(it -> workflows.computeIfPresent(it, (id, was) -> was.andStopped()));
            }
        }

        void skipBelow(List<Long> dead, String why) {
            count(failures.skip(dead, why));
        }

        /** Takes back what was passed over when what it waits for was tried again; returns whether there was something. */
        boolean revive(Collection<Long> some) {
            var revived = new ArrayList<VertexJob>();
            for (var it : some) {
                failures.revive(it, null).forEach(job -> revived.add(new VertexJob(job, it)));
            }
            revived.forEach(it -> closed.merge(it.workflow(), -1, Integer::sum));
            changed.addAll(revived);
            return !revived.isEmpty();
        }

        /** No check looks at a workflow that has ended, so nothing may be left then that should go on. */
        private void reviveBeforeTheEnd() {
            while (revive(ids(this::isEnding))) {
                letGo(List.of());
            }
        }

        private boolean isEnding(Locked it) {
            return !it.stopped() && !it.state().isFinal() && it.open() == closed.getOrDefault(it.id(), 0);
        }

        void letGo(List<Long> finished) {
            stop();
            var going = ids(Locked::letsGo);
            var next = finished;
            if (!next.isEmpty()) {
                sql.advance(next);
            }
            if (!going.isEmpty()) {
                finishNoops(going);
                var released = sql.release(going);
                changed.addAll(released);
                queued |= !released.isEmpty();
            }
            var paused = ids(it -> it.state() == WorkflowState.PAUSED);
            if (!paused.isEmpty()) {
                changed.addAll(sql.takeBack(paused));
            }
        }

        private void finishNoops(List<Long> going) {
            for (var noops = sql.finishNoops(going); !noops.isEmpty(); noops = sql.finishNoops(going)) {
                count(noops);
                sql.advance(noops.stream().map(VertexJob::job).toList());
            }
        }

        private void stop() {
            var stopped = ids(it -> it.stopped() && !it.state().isFinal());
            if (!stopped.isEmpty()) {
                count(failures.cancelUnstarted(stopped, sql.lockQueued(stopped)));
            }
        }

        /** Returns whether a job went into the queue. */
        boolean done() {
            reviveBeforeTheEnd();
            if (!closed.isEmpty()) {
                counters.close(closed);
            }
            if (queued) {
                hint.give();
            }
            return queued;
        }
    }
}
