package org.freshet.server.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.FailureReason;
import org.freshet.server.job.ReadyHint;
import org.freshet.server.job.WorkflowSteps;
import org.freshet.server.job.WorkflowSteps.Moved;
import org.springframework.stereotype.Component;

/** Decides what becomes of jobs whose attempts ended, and writes it down. Needs a transaction that locked the jobs. */
@Component
class Books {

    private final EndingSql sql;
    private final ReadyHint hint;
    private final WorkflowSteps workflows;

    Books(EndingSql sql, ReadyHint hint, WorkflowSteps workflows) {
        this.sql = sql;
        this.hint = hint;
        this.workflows = workflows;
    }

    /**
     * What was written.
     *
     * @param requeued whether a job went back to the queue
     * @param moved those of the jobs that belong to a workflow, which was not told yet
     */
    record Entered(boolean requeued, List<Moved> moved) {

        static final Entered NOTHING = new Entered(false, List.of());

        Entered and(Entered other) {
            return new Entered(
                    requeued || other.requeued,
                    Stream.concat(moved.stream(), other.moved.stream()).toList());
        }
    }

    /** Writes it down and tells the workflows: the last that its transaction does with jobs. */
    void close(Collection<Ending> endings) {
        follow(enter(endings));
    }

    /** Tells the workflows, once per transaction; returns whether they put a job into the queue. */
    boolean follow(Entered entered) {
        return !entered.moved().isEmpty() && workflows.follow(entered.moved());
    }

    /** If a job went back to the queue, all servers get a hint. */
    Entered enter(Collection<Ending> endings) {
        var finished = new ArrayList<Ending>();
        var failed = new ArrayList<Ending>();
        var again = new ArrayList<Ending>();
        var noted = new ArrayList<Ending>();
        var refusals = refusals(endings);
        for (var it : endings) {
            var why = refusals.get(it.was().id().job().value());
            var ending = why == null ? it : it.refused(why);
            switch (next(ending)) {
                case FINISHED -> finished.add(ending);
                case FAILED -> failed.add(ending);
                case FAILED_FOR_GOOD -> failed.add(ending.withoutRetry());
                case FAILED_FOR_LOSSES -> failed.add(ending.because(FailureReason.PILOT_LOST));
                case AGAIN -> again.add(ending);
                case WAITS_ALREADY -> noted.add(ending);
            }
        }
        var moved = new ArrayList<Moved>(sql.finish(finished));
        moved.addAll(sql.fail(failed));
        moved.addAll(sql.requeue(again));
        sql.note(noted);
        if (!again.isEmpty()) {
            hint.give();
        }
        return new Entered(!again.isEmpty(), moved);
    }

    /** Asks the workflows only if items were listed. */
    private Map<Long, String> refusals(Collection<Ending> endings) {
        var itemsOf = new HashMap<Long, Integer>();
        for (var ending : endings) {
            var items = ending.items();
            if (items != null) {
                itemsOf.put(ending.was().id().job().value(), items.size());
            }
        }
        return itemsOf.isEmpty() ? Map.of() : workflows.refusals(itemsOf);
    }

    void start(List<EndingSql.Start> starts) {
        sql.start(starts);
    }

    void confirm(List<AttemptId> attempts) {
        sql.confirm(attempts);
    }

    private enum Next {
        FINISHED,
        FAILED,
        FAILED_FOR_GOOD,
        FAILED_FOR_LOSSES,
        AGAIN,
        WAITS_ALREADY
    }

    private static Next next(Ending ending) {
        var was = ending.was();
        var again = was.isSuspended() ? Next.WAITS_ALREADY : Next.AGAIN;
        return switch (ending.result()) {
            case "FINISHED" -> Next.FINISHED;
            case "FAILED" -> {
                if (was.failures() >= was.retries() || !ending.allowsAnother()) {
                    yield Next.FAILED;
                }
                yield ending.isNotTriedAgain() ? Next.FAILED_FOR_GOOD : again;
            }
            case "PILOT_LOST" ->
                was.losses() < was.maxLosses() && ending.allowsAnother() ? Next.AGAIN : Next.FAILED_FOR_LOSSES;
            default -> again;
        };
    }
}
