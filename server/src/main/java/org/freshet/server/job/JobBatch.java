package org.freshet.server.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.freshet.protocol.JobState;
import org.freshet.server.job.WorkflowSteps.Moved;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Changes many jobs in the caller's transaction, with few statements. Nothing is waited for: what others hold at the moment
 * is left out, and can be tried again.
 */
@Component
public class JobBatch {

    private final JobBatchSql sql;
    private final WorkflowSteps workflows;
    private final ReadyHint hint;

    JobBatch(JobBatchSql sql, WorkflowSteps workflows, ReadyHint hint) {
        this.sql = sql;
        this.workflows = workflows;
        this.hint = hint;
    }

    /**
     * A job that nobody else changes until the commit.
     *
     * @param workflow whose vertex it is; null = none
     * @param stale whether the time has passed until which its result is of use
     */
    public record Locked(
            long id,
            JobState state,
            String owner,
            int priority,
            @Nullable Long workflow,
            boolean stale) {}

    /**
     * What could be locked.
     *
     * @param jobs by id
     * @param gone ids of those that do not exist
     */
    public record Taken(List<Locked> jobs, List<Long> gone) {}

    /** Locks as many of the jobs as nobody else holds. */
    public Taken take(Collection<Long> ids) {
        var queued = new HashSet<>(sql.lockQueued(ids));
        var locked = sql.lock(ids);
        // Put into the queue while its job was looked at.
        queued.addAll(sql.lockQueued(ids));
        // Whoever holds the place in the queue of a waiting job is about to claim it, and waits for its row: it is not
        // touched here.
        var free = locked.stream()
                .filter(it -> it.state() != JobState.DEFINED || queued.contains(it.id()))
                .toList();
        var missing = new TreeSet<>(ids);
        locked.forEach(it -> missing.remove(it.id()));
        if (!missing.isEmpty()) {
            missing.removeAll(Set.copyOf(sql.there(missing)));
        }
        return new Taken(free, List.copyOf(missing));
    }

    public void cancel(List<Locked> jobs, String user, String reason) {
        check(sql.cancel(ids(jobs), actor(user), reason), jobs);
        follow(jobs, JobState.CANCELLED);
        hint.give(); // places of their types may be free now
    }

    public void hold(List<Locked> jobs, String user, String reason) {
        check(sql.hold(ids(jobs), actor(user), reason), jobs);
    }

    /** Jobs of no workflow. */
    public void release(List<Locked> jobs, String user, String reason) {
        check(sql.release(ids(jobs), actor(user), reason), jobs);
        hint.give();
    }

    /**
     * Jobs of no workflow.
     *
     * @param usefulFor how long their results are of use from now on; null = as before
     */
    public void retry(List<Locked> jobs, String user, String reason, @Nullable Duration usefulFor) {
        check(sql.retry(ids(jobs), actor(user), reason, usefulFor), jobs);
        hint.give();
    }

    /**
     * Gives each of the jobs a priority of its own.
     *
     * @param priorities one for each of the jobs, in their order
     */
    public void prioritise(List<Locked> jobs, List<Integer> priorities, String user, String reason) {
        check(sql.prioritise(ids(jobs), priorities, actor(user), reason), jobs);
        follow(jobs, null);
    }

    /** @param to the state that they have now; null = the one that they had */
    private void follow(List<Locked> jobs, @Nullable JobState to) {
        var moved = new ArrayList<Moved>();
        for (var it : jobs) {
            if (it.workflow() != null) {
                moved.add(new Moved(it.id(), it.workflow(), to == null ? it.state() : to));
            }
        }
        if (!moved.isEmpty()) {
            workflows.follow(moved);
        }
    }

    private static List<Long> ids(List<Locked> jobs) {
        return jobs.stream().map(Locked::id).toList();
    }

    private static String actor(String user) {
        return "user " + user;
    }

    /** They are locked in states that allow it. */
    private static void check(int changed, List<Locked> jobs) {
        if (changed != jobs.size()) {
            throw new IllegalStateException(changed + " of " + jobs.size() + " locked jobs were changed: " + ids(jobs));
        }
    }
}
