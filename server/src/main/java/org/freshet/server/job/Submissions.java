package org.freshet.server.job;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.freshet.protocol.Submitted;
import org.freshet.server.account.Origin;
import org.freshet.server.job.JobDescriptionReader.Descriptions;
import org.freshet.server.platform.DatabaseAway;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes submissions: small ones that come while another from the same source is being stored share the next commit. A lone
 * one waits for nobody, and each is stored or refused as if it were alone.
 */
@Component
class Submissions {

    /** Number of jobs from which on a submission gains nothing from company. */
    private static final int LARGE = 100;

    private static final int MOST_TOGETHER = 100;

    private final JobDescriptionReader reader;
    private final Jobs jobs;

    /** Those that wait; there is an entry, maybe an empty one, as long as somebody stores for this source. */
    private final Map<Source, Queue<Wish>> waiting = new HashMap<>();

    Submissions(JobDescriptionReader reader, Jobs jobs) {
        this.reader = reader;
        this.jobs = jobs;
    }

    /** What the history says of all that a transaction stores. */
    private record Source(String owner, @Nullable String origin) {}

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
        if (descriptions.jobs().size() >= LARGE) {
            store(List.of(wish), owner);
        } else {
            var source = new Source(owner, Origin.ofThisRequest());
            if (isFirst(source, wish) || wish.turn().join()) {
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

    private void serve(Source source, Wish first) {
        var batch = together(source, first);
        try {
            store(batch, source.owner());
        } finally {
            passOn(source);
            for (var wish : batch) {
                wish.answer().completeExceptionally(new IllegalStateException("The submission was not stored."));
                wish.turn().complete(false);
            }
        }
    }

    private synchronized List<Wish> together(Source source, Wish first) {
        var batch = new ArrayList<>(List.of(first));
        var others = waiting.getOrDefault(source, new ArrayDeque<>());
        while (batch.size() < MOST_TOGETHER && !others.isEmpty()) {
            batch.add(others.remove());
        }
        return batch;
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
        try {
            var answers = jobs.submit(batch.stream().map(Wish::descriptions).toList(), owner);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException e) {
            if (batch.size() == 1 || DatabaseAway.explains(e)) {
                batch.forEach(it -> it.answer().completeExceptionally(e));
            } else {
                // One of them cannot be stored. Which, and why, each hears by itself.
                batch.forEach(it -> store(List.of(it), owner));
            }
        }
    }
}
