package org.freshet.test.chaos;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.freshet.protocol.Submitted;
import org.freshet.test.support.Api;
import org.freshet.test.support.JobText;

/** Submits jobs in portions, each until it is acknowledged: their keys make a repetition harmless. */
final class Submitter {

    private static final int PORTION = 20;
    private static final int CREATED = 201;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Api> servers;
    private final Set<Long> acknowledged = new TreeSet<>();
    private int calls;

    Submitter(Api server) {
        this(List.of(server));
    }

    /** @param servers to which it goes by turns */
    Submitter(List<Api> servers) {
        this.servers = servers;
    }

    /** Spreads the portions evenly; returns when the last one was acknowledged, which may be later. */
    Set<Long> submit(List<JobText> jobs, Duration during) {
        var began = System.nanoTime();
        for (int first = 0; first < jobs.size(); first += PORTION) {
            var due = began + during.toNanos() * first / jobs.size();
            Awaitility.await().atMost(during.plus(PATIENCE)).until(() -> System.nanoTime() >= due);
            var portion = jobs.subList(first, Math.min(first + PORTION, jobs.size()));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isAcknowledged(portion.toString()));
        }
        return acknowledged;
    }

    private boolean isAcknowledged(String portion) {
        try {
            var answer = servers.get(calls++ % servers.size()).post("/api/v1/jobs", portion);
            if (answer.status() == CREATED) {
                answer.as(Submitted.class)
                        .items()
                        .forEach(it -> acknowledged.add(it.id().value()));
                return true;
            }
            if (answer.status() < 500) {
                throw new AssertionError("submission refused with " + answer.status() + ": " + answer.body());
            }
            return false;
        } catch (UncheckedIOException e) {
            return false; // nobody listens, or the server died while it answered
        }
    }
}
