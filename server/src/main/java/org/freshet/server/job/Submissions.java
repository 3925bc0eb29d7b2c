package org.freshet.server.job;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.freshet.protocol.Submitted;
import org.freshet.server.account.Origin;
import org.freshet.server.job.JobDescriptionReader.Descriptions;
import org.freshet.server.platform.DatabaseAway;
import org.freshet.server.platform.Unavailable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes submissions: small ones that come while another from the same source is being stored share the next commit. A lone
 * one waits for nobody, and each is stored or refused as if it were alone.
 */
@Component
class Submissions {

    /** Number of jobs from which on a submission gains nothing from company. */
    private static final int LARGE = 100;

    /** Number of jobs with which no further submission is added. */
    private static final int ENOUGH = 1000;

    /** After which those whose turn has not come are told so. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TransactionTemplate transaction;
    private final JobDescriptionReader reader;
    private final Jobs jobs;

    /** Those that wait; there is an entry, maybe an empty one, as long as somebody stores for this source. */
    private final Map<Source, Queue<Wish>> waiting = new HashMap<>();

    Submissions(TransactionTemplate transaction, JobDescriptionReader reader, Jobs jobs) {
        this.transaction = transaction;
        this.reader = reader;
        this.jobs = jobs;
    }

    /**
     * What the history says of all that a transaction stores.
     *
     * @param hasKeys whether it waits for others of its owner that have keys
     */
    private record Source(String owner, @Nullable String origin, boolean hasKeys) {}

    /**
     * A submission that is to be stored.
     *
     * @param turn true when it is its turn to store those that wait, false when it has its answer
     */
    private record Wish(
            Descriptions descriptions, CompletableFuture<Boolean> turn, CompletableFuture<Submitted> answer) {

        Wish(Descriptions descriptions) {
            this(descriptions, new CompletableFuture<>(), new CompletableFuture<>());
        }

        int jobs() {
            return descriptions.jobs().size();
        }

        void accept(Submitted submitted) {
            answer.complete(submitted);
            turn.complete(false);
        }

        void refuse(RuntimeException why) {
            answer.completeExceptionally(why);
            turn.complete(false);
        }

        Submitted answerNow() {
            if (answer.isCompletedExceptionally()) {
                throw (RuntimeException) answer.exceptionNow();
            }
            return answer.resultNow();
        }
    }

    /** Checks descriptions and stores nothing. */
    Jobs.Checked check(InputStream descriptions) {
        return jobs.check(reader.read(descriptions));
    }

    /**
     * Stores all descriptions or none; see {@link Jobs#submit}.
     *
     * @param owner name of the account
     */
    Submitted submit(InputStream in, String owner) {
        var descriptions = reader.read(in);
        var wish = new Wish(descriptions);
        if (wish.jobs() >= LARGE) {
            store(List.of(wish), owner);
        } else {
            var hasKeys = descriptions.jobs().stream().anyMatch(it -> it.key() != null);
            var source = new Source(owner, Origin.ofThisRequest(), hasKeys);
            if (isFirst(source, wish) || isNext(source, wish)) {
                serve(source, wish);
            }
        }
        return wish.answerNow();
    }

    private synchronized boolean isFirst(Source source, Wish wish) {
        var others = waiting.get(source);
        if (others == null) {
            waiting.put(source, new ArrayDeque<>());
            return true;
        }
        others.add(wish);
        return false;
    }

    /** Waits until it has its answer, or it is its turn. */
    private boolean isNext(Source source, Wish wish) {
        try {
            return wish.turn()
                    .copy()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (leaves(source, wish)) {
                throw new Unavailable(
                        "Nothing was stored: another submission of this account has not been stored for "
                                + PATIENCE.toSeconds() + " s. Try again.",
                        e);
            }
            return wish.turn().join();
        }
    }

    private synchronized boolean leaves(Source source, Wish wish) {
        return waiting.getOrDefault(source, new ArrayDeque<>()).remove(wish);
    }

    private void serve(Source source, Wish first) {
        var batch = new ArrayList<>(List.of(first));
        try {
            addOthers(batch, source);
            store(batch, source.owner());
        } finally {
            passOn(source);
            batch.forEach(it -> it.refuse(new IllegalStateException("A submission was not stored to the end")));
        }
    }

    private synchronized void addOthers(List<Wish> batch, Source source) {
        var others = waiting.getOrDefault(source, new ArrayDeque<>());
        for (int jobs = 0; jobs < ENOUGH && !others.isEmpty(); ) {
            var next = others.remove();
            jobs += next.jobs();
            batch.add(next);
        }
    }

    private synchronized void passOn(Source source) {
        var next = waiting.getOrDefault(source, new ArrayDeque<>()).poll();
        if (next == null) {
            waiting.remove(source);
        } else {
            next.turn().complete(true);
        }
    }

    private void store(List<Wish> batch, String owner) {
        var atCommit = new AtomicBoolean();
        List<Submitted> answers;
        try {
            answers = transaction.execute(status -> {
                var stored = jobs.submit(batch.stream().map(Wish::descriptions).toList(), owner);
                atCommit.set(true);
                return stored;
            });
        } catch (RuntimeException e) {
            var away = DatabaseAway.explains(e) && !DatabaseAway.isContention(e);
            if (batch.size() > 1 && !away && !atCommit.get()) {
                // Nothing was stored, and one of them is the cause: it shall hear so, and nobody else.
                var half = batch.size() / 2;
                store(batch.subList(0, half), owner);
                store(batch.subList(half, batch.size()), owner);
            } else {
                batch.forEach(it -> it.refuse(e));
            }
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).accept(answers.get(i));
        }
    }
}
