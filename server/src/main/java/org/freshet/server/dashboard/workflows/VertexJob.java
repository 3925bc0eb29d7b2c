package org.freshet.server.dashboard.workflows;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/**
 * A job as the page of its workflow knows it.
 *
 * @param parents jobs that must be FINISHED before it
 * @param tries its attempts, first to last
 */
record VertexJob(
        long id,
        String vertex,
        String jobtype,
        JobState state,
        @Nullable String failure,
        int attempt,
        boolean noop,
        @Nullable String host,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Set<Long> parents,
        List<Try> tries) {

    VertexJob {
        parents = Set.copyOf(parents);
        tries = List.copyOf(tries);
    }

    /**
     * One attempt.
     *
     * @param from when a pilot took it
     * @param to when it ended; null while it goes on, or may
     * @param result null while there is none
     */
    record Try(Instant from, @Nullable Instant to, @Nullable String result, boolean live) {}
}
