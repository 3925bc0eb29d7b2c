package org.freshet.server.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.BatchTask;
import org.freshet.batch.Order;
import org.freshet.batch.Removal;
import org.freshet.batch.Submission;
import org.freshet.batch.View;

/**
 * A batch system that a submit host asks: each call becomes a task that the host fetches, does and answers. A host that was
 * silent once is not asked again.
 */
final class RemoteHands implements BatchSystem {

    private final String host;
    private final Duration doubt;
    private final Duration patience;
    private final BlockingQueue<Optional<BatchTask>> tasks = new LinkedBlockingQueue<>();
    private final BlockingQueue<BatchAnswer> answers = new LinkedBlockingQueue<>();
    private final AtomicBoolean awaited = new AtomicBoolean();
    private volatile boolean silent;

    /** @param patience how long a host may take for one task: longer than any command of a batch system is let run */
    RemoteHands(String host, Duration doubt, Duration patience) {
        this.host = host;
        this.doubt = doubt;
        this.patience = patience;
    }

    /** The next task; empty = there is none any more. */
    Optional<BatchTask> next() throws InterruptedException {
        var task = tasks.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (task == null) {
            return Optional.empty();
        }
        awaited.set(task.isPresent());
        return task;
    }

    /** False if none was waited for. */
    boolean answer(BatchAnswer answer) {
        return awaited.compareAndSet(true, false) && answers.offer(answer);
    }

    /** There are no more tasks. */
    void finish() {
        tasks.add(Optional.empty());
    }

    private Optional<BatchAnswer> ask(BatchTask task) {
        if (silent) {
            return Optional.empty();
        }
        try {
            tasks.put(Optional.of(task));
            var answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null && !awaited.compareAndSet(true, false)) {
                answer = answers.poll(); // it came at the last moment, or the task was not fetched
            }
            if (answer == null) {
                silent = true;
                tasks.clear(); // what was not fetched is not to be done any more
            }
            return Optional.ofNullable(answer);
        } catch (InterruptedException e) {
            silent = true;
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String silence() {
        return "The submit host " + host + " did not answer within " + patience.toSeconds()
                + " s, or answered something else";
    }

    @Override
    public Submission submit(Order order) {
        if (silent) {
            return new Submission.Refused(silence());
        }
        return ask(new BatchTask.Submit(order)).orElse(null) instanceof BatchAnswer.Submitted(var submission)
                ? submission
                : new Submission.Unknown(silence());
    }

    @Override
    public View view(String site) {
        return ask(new BatchTask.Look(site)).orElse(null) instanceof BatchAnswer.Looked(var view)
                ? view
                : new View.Unreadable(silence());
    }

    @Override
    public Removal remove(String site, Collection<BatchId> slots) {
        return ask(new BatchTask.Remove(site, List.copyOf(slots))).orElse(null)
                        instanceof BatchAnswer.Removed(var removal)
                ? removal
                : new Removal.Failed(silence());
    }

    @Override
    public String ending(String site, BatchId slot) {
        return ask(new BatchTask.Ending(site, slot)).orElse(null) instanceof BatchAnswer.Ended(var sentence)
                ? sentence
                : ENDING_UNKNOWN;
    }

    @Override
    public Duration doubt() {
        return doubt;
    }
}
