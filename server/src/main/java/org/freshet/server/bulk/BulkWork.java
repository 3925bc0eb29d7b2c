package org.freshet.server.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.server.bulk.BulkSql.Refused;
import org.freshet.server.bulk.BulkSql.Settled;
import org.freshet.server.bulk.BulkSql.Wanted;
import org.freshet.server.job.JobBatch;
import org.freshet.server.job.JobBatch.Locked;
import org.freshet.server.job.Jobs;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.DatabaseAway;
import org.freshet.server.platform.NotFound;
import org.freshet.server.servicelog.ServiceLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works confirmed changes off, part by part. A part, what it changes and the outcomes of its jobs are one transaction: what
 * a crash interrupts was not begun. Several servers may work on one change; none takes a job that another is at.
 */
@Component
public class BulkWork {

    /** Jobs of one transaction. */
    private static final int PART = 500;

    private static final Set<JobState> WAITING = Set.of(JobState.TEMPLATE, JobState.DEFINED);

    /** A job whose change failed so often is left as it is. */
    private static final int TRIES = 3;

    /** Characters of a cause. */
    private static final int LONGEST_CAUSE = 300;

    private static final Logger logger = LoggerFactory.getLogger(BulkWork.class);

    /** Parts of one look, so that others get their turn. */
    private static final int MOST_PARTS = 20;

    private final BulkSql sql;
    private final BulkViewSql views;
    private final JobBatch batch;
    private final Jobs jobs;
    private final ServiceLog log;
    private final TransactionTemplate transaction;
    private final BulkSettings settings;
    private final Map<Tried, Integer> tries = new ConcurrentHashMap<>();

    BulkWork(
            BulkSql sql,
            BulkViewSql views,
            JobBatch batch,
            Jobs jobs,
            ServiceLog log,
            TransactionTemplate transaction,
            BulkSettings settings) {
        this.sql = sql;
        this.views = views;
        this.batch = batch;
        this.jobs = jobs;
        this.log = log;
        this.transaction = transaction;
        this.settings = settings;
    }

    /** Goes on with everything that was confirmed; returns how many jobs got an outcome. */
    public int sweep() {
        int settled = 0;
        for (var bulk : sql.running()) {
            settled += work(bulk);
        }
        return settled;
    }

    /** Forgets what is too old. */
    public int forget() {
        return sql.forgetPreviews(settings.preview()) + sql.forget(settings.kept());
    }

    /**
     * Goes on with one change, for some seconds at most; returns how many of its jobs got an outcome. A change that fails is
     * logged and tried again, and keeps no other from being worked off.
     */
    public int work(long bulk) {
        int settled = 0;
        try {
            for (int part = 0; part < MOST_PARTS; part++) {
                int now = part(bulk);
                settled += now;
                if (now == 0) {
                    break; // all is done, or others are at the rest at the moment
                }
            }
            transaction.executeWithoutResult(status -> finish(bulk));
        } catch (RuntimeException e) {
            logger.error("Change {} of many jobs could not be gone on with. It is tried again.", bulk, e);
        }
        return settled;
    }

    private void finish(long bulk) {
        if (!sql.finish(bulk)) {
            return;
        }
        var task = sql.find(bulk).orElseThrow();
        var counts = views.counts(bulk);
        log.info(
                "bulk",
                String.format(
                        Locale.ROOT,
                        "Change %d of %s, %s: %,d of %,d jobs changed, %,d not possible.",
                        bulk,
                        task.owner(),
                        task.action().name().toLowerCase(Locale.ROOT),
                        counts.done(),
                        counts.jobs(),
                        counts.refused()));
    }

    /** What came of a part. The alone are jobs of workflows, whose parents have a say: each is a transaction of its own. */
    private record Part(@Nullable Task task, int settled, List<Wanted> alone) {

        static final Part NONE = new Part(null, 0, List.of());
    }

    private int part(long bulk) {
        Part part;
        try {
            part = Objects.requireNonNull(transaction.execute(status -> together(bulk, sql.take(bulk, PART))));
        } catch (RuntimeException e) {
            if (DatabaseAway.explains(e)) {
                throw e;
            }
            return oneByOne(bulk);
        }
        return settled(part);
    }

    /** Where jobs cannot be changed together, one of them is to blame: the others are changed without it. */
    private int oneByOne(long bulk) {
        int settled = 0;
        for (var wanted : Objects.requireNonNull(transaction.execute(status -> sql.take(bulk, PART)))) {
            try {
                settled += settled(Objects.requireNonNull(transaction.execute(
                        status -> together(bulk, sql.takeOne(bulk, wanted.job()) ? List.of(wanted) : List.of()))));
            } catch (RuntimeException e) {
                settled += failed(bulk, wanted.job(), e) ? 1 : 0;
            }
        }
        return settled;
    }

    /** A job of a change. */
    private record Tried(long bulk, long job) {}

    /** Whether the job has an outcome now: it is given up after some tries. */
    private boolean failed(long bulk, long job, RuntimeException failure) {
        if (DatabaseAway.explains(failure)) {
            throw failure;
        }
        var tried = new Tried(bulk, job);
        int times = tries.merge(tried, 1, Integer::sum);
        logger.error("Job {} of change {} of many jobs: try {} of {} failed.", job, bulk, times, TRIES, failure);
        if (times < TRIES) {
            return false;
        }
        tries.remove(tried);
        var cause = String.valueOf(
                        NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
                .lines()
                .findFirst()
                .orElse("");
        tooLate(
                bulk,
                new Refused(
                        job,
                        "it could not be changed: " + cause.substring(0, Math.min(LONGEST_CAUSE, cause.length()))));
        return true;
    }

    private void tooLate(long bulk, Refused refused) {
        transaction.executeWithoutResult(status -> {
            if (sql.takeOne(bulk, refused.job())) {
                sql.settleTooLate(bulk, List.of(refused));
            }
        });
    }

    /** How many of a part have an outcome now. */
    private int settled(Part part) {
        int settled = part.settled();
        var task = part.task();
        if (task != null) {
            for (var wanted : part.alone()) {
                settled += alone(task, wanted) ? 1 : 0;
            }
        }
        return settled;
    }

    private Part together(long bulk, List<Wanted> taken) {
        var task = sql.find(bulk).filter(it -> it.phase() == Phase.RUNNING).orElse(null);
        if (task == null) {
            return Part.NONE;
        }
        var wanted = taken.stream().collect(Collectors.toMap(Wanted::job, Function.identity()));
        if (wanted.isEmpty()) {
            return Part.NONE;
        }
        sql.nameOrigin(bulk);
        var locked = batch.take(wanted.keySet());
        var refused = new ArrayList<Refused>();
        locked.gone().forEach(it -> refused.add(new Refused(it, "it does not exist any more")));
        var changed = new ArrayList<Locked>();
        var alone = new ArrayList<Wanted>();
        for (var job : locked.jobs()) {
            var wish = Objects.requireNonNull(wanted.get(job.id()));
            var why = whyNot(task, job, wish);
            if (why != null) {
                refused.add(new Refused(job.id(), why));
            } else if (job.workflow() != null && isForParentsToSay(task.action())) {
                alone.add(wish);
            } else {
                changed.add(job);
            }
        }
        change(task, changed, wanted);
        settle(bulk, changed, refused);
        return new Part(task, changed.size() + refused.size(), alone);
    }

    private static boolean isForParentsToSay(BulkAction action) {
        return action == BulkAction.RELEASE || action == BulkAction.RETRY;
    }

    /** Why it cannot be done to the job as it is now; null if it can. */
    private static @Nullable String whyNot(Task task, Locked job, Wanted wish) {
        if (!task.operator() && !job.owner().equals(task.owner())) {
            return "it belongs to " + job.owner();
        }
        if (!task.action().from().contains(job.state())) {
            return "it is " + job.state() + " now";
        }
        if (task.action() == BulkAction.CANCEL && task.undoOf() != null && !WAITING.contains(job.state())) {
            return "it has started since, and goes on";
        }
        if (task.action() == BulkAction.RETRY && job.stale() && task.usefulFor() == null) {
            return "the time has passed until which its result is of use";
        }
        var was = task.undonePriority();
        if (task.action() == BulkAction.PRIORITY && was != null && job.priority() != was) {
            return "its priority was changed to " + job.priority() + " since";
        }
        if (task.action() == BulkAction.PRIORITY && job.priority() == priority(task, wish)) {
            return "it has priority " + job.priority() + " now";
        }
        return null;
    }

    private static int priority(Task task, Wanted wish) {
        var own = wish.newPriority() == null ? task.priority() : wish.newPriority();
        return Objects.requireNonNull(own, "a change of priorities without one");
    }

    private void change(Task task, List<Locked> changed, Map<Long, Wanted> wanted) {
        if (changed.isEmpty()) {
            return;
        }
        var user = task.owner();
        var said = task.said();
        switch (task.action()) {
            case CANCEL -> batch.cancel(changed, user, said);
            case HOLD -> batch.hold(changed, user, said);
            case RELEASE -> batch.release(changed, user, said);
            case RETRY -> {
                batch.retry(changed, user, said, task.usefulFor());
                holdAgain(task, changed, wanted);
            }
            case PRIORITY -> {
                var priorities = changed.stream()
                        .map(it -> priority(task, Objects.requireNonNull(wanted.get(it.id()))))
                        .toList();
                batch.prioritise(changed, priorities, user, said);
            }
        }
    }

    /** What was held before somebody cancelled it is held again. */
    private void holdAgain(Task task, List<Locked> retried, Map<Long, Wanted> wanted) {
        if (task.undoOf() == null) {
            return;
        }
        var held = retried.stream()
                .filter(it -> JobState.TEMPLATE
                        .name()
                        .equals(Objects.requireNonNull(wanted.get(it.id())).wasState()))
                .toList();
        if (!held.isEmpty()) {
            batch.hold(held, task.owner(), task.said());
        }
    }

    private void settle(long bulk, List<Locked> changed, List<Refused> refused) {
        if (!changed.isEmpty()) {
            sql.settleDone(
                    bulk,
                    changed.stream()
                            .map(it -> new Settled(it.id(), it.state().name(), it.priority()))
                            .toList());
        }
        if (!refused.isEmpty()) {
            sql.settleTooLate(bulk, refused);
        }
    }

    /** A job of a workflow, with all that its workflow makes of it. Whether it has an outcome now. */
    private boolean alone(Task task, Wanted wanted) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> changeAlone(task, wanted)));
        } catch (Conflict | NotFound e) {
            tooLate(task.id(), new Refused(wanted.job(), String.valueOf(e.getMessage())));
            return true;
        } catch (RuntimeException e) {
            return failed(task.id(), wanted.job(), e);
        }
    }

    private boolean changeAlone(Task task, Wanted wanted) {
        if (!sql.takeOne(task.id(), wanted.job())) {
            return false;
        }
        sql.nameOrigin(task.id());
        var taken = batch.take(List.of(wanted.job()));
        if (taken.jobs().isEmpty()) {
            return false;
        }
        var job = taken.jobs().getFirst();
        var why = whyNot(task, job, wanted);
        if (why != null) {
            sql.settleTooLate(task.id(), List.of(new Refused(job.id(), why)));
            return true;
        }
        var id = new JobId(job.id());
        if (task.action() == BulkAction.RELEASE) {
            jobs.release(id, task.owner(), task.said());
        } else {
            jobs.retry(id, task.owner(), task.said(), task.usefulFor());
        }
        sql.settleDone(task.id(), List.of(new Settled(job.id(), job.state().name(), job.priority())));
        return true;
    }
}
