package org.freshet.server.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.BatchTask;
import org.freshet.batch.Order;
import org.freshet.batch.Removal;
import org.freshet.batch.Submission;
import org.freshet.batch.View;

/** A batch system that a submit host asks: each call becomes a task that the host fetches, does and answers. */
final class RemoteHands implements BatchSystem {

    /** Longer than any single command of a batch system is let run. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String host;
    private final Duration doubt;
    private final BlockingQueue<Optional<BatchTask>> tasks = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<BatchAnswer> answers = new ArrayBlockingQueue<>(1);

    RemoteHands(String host, Duration doubt) {
        this.host = host;
        this.doubt = doubt;
    }

    /** The next task; empty = there is none any more. */
    Optional<BatchTask> next() throws InterruptedException {
        var task = tasks.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return task == null ? Optional.empty() : task;
    }

    /** False if none was waited for. */
    boolean answer(BatchAnswer answer) {
        return answers.offer(answer);
    }

    /** There are no more tasks. */
    void finish() {
        tasks.offer(Optional.empty());
    }

    private Optional<BatchAnswer> ask(BatchTask task) {
        try {
            answers.clear();
            tasks.put(Optional.of(task));
            return Optional.ofNullable(answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String silence() {
        return "The submit host " + host + " did not answer within " + PATIENCE.toMinutes()
                + " min, or answered something else";
    }

    @Override
    public Submission submit(Order order) {
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
                : "how it ended is not known";
    }

    @Override
    public Duration doubt() {
        return doubt;
    }
}
