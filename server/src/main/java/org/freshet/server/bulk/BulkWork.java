package org.freshet.server.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
import org.freshet.server.platform.NotFound;
import org.freshet.server.servicelog.ServiceLog;
import org.jspecify.annotations.Nullable;
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

    /** Parts of one look, so that others get their turn. */
    private static final int MOST_PARTS = 20;

    private final BulkSql sql;
    private final BulkViewSql views;
    private final JobBatch batch;
    private final Jobs jobs;
    private final ServiceLog log;
    private final TransactionTemplate transaction;
    private final BulkSettings settings;

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

    /** Goes on with one change, for some seconds at most; returns how many of its jobs got an outcome. */
    public int work(long bulk) {
        int settled = 0;
        for (int part = 0; part < MOST_PARTS; part++) {
            int now = part(bulk);
            settled += now;
            if (now == 0) {
                break; // all is done, or others are at the rest at the moment
            }
        }
        transaction.executeWithoutResult(status -> finish(bulk));
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
        var part = Objects.requireNonNull(transaction.execute(status -> together(bulk)));
        int settled = part.settled();
        var task = part.task();
        if (task != null) {
            for (var wanted : part.alone()) {
                settled += alone(task, wanted) ? 1 : 0;
            }
        }
        return settled;
    }

    private Part together(long bulk) {
        var task = sql.find(bulk).filter(it -> it.phase() == Phase.RUNNING).orElse(null);
        if (task == null) {
            return Part.NONE;
        }
        var wanted = sql.take(bulk, PART).stream().collect(Collectors.toMap(Wanted::job, Function.identity()));
        if (wanted.isEmpty()) {
            return Part.NONE;
        }
        sql.nameOrigin(bulk);
        var taken = batch.take(wanted.keySet());
        var refused = new ArrayList<Refused>();
        taken.gone().forEach(it -> refused.add(new Refused(it, "it does not exist any more")));
        var changed = new ArrayList<Locked>();
        var alone = new ArrayList<Wanted>();
        for (var job : taken.jobs()) {
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
            var refused = new Refused(wanted.job(), String.valueOf(e.getMessage()));
            transaction.executeWithoutResult(status -> {
                if (sql.takeOne(task.id(), wanted.job())) {
                    sql.settleTooLate(task.id(), List.of(refused));
                }
            });
            return true;
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
