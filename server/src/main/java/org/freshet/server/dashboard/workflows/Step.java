package org.freshet.server.dashboard.workflows;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/**
 * A vertex of a workflow's DAG with its jobs: one, or if it was fanned out the one that lists the items and one for each.
 *
 * @param name the vertex's
 * @param jobs by id, at least one
 * @param parents keys of the steps that it waits for
 * @param releasedAt when the last of its parents was finished, or the workflow began; null while that has not happened
 */
record Step(
        String name,
        List<VertexJob> jobs,
        Set<Long> parents,
        @Nullable Instant releasedAt) {

    /** What tells most of several jobs comes first. */
    private static final List<JobState> TELLING = List.of(
            JobState.FAILED,
            JobState.EXPIRED,
            JobState.CANCELLED,
            JobState.RUNNING,
            JobState.DISPATCHED,
            JobState.DEFINED,
            JobState.TEMPLATE,
            JobState.SKIPPED,
            JobState.FINISHED);

    Step {
        jobs = List.copyOf(jobs);
        parents = Set.copyOf(parents);
    }

    /** Its place on the page, whatever becomes of it. */
    long key() {
        return jobs.getFirst().id();
    }

    boolean isMany() {
        return jobs.size() > 1;
    }

    /** The jobs of the items of a vertex that was fanned out, without the one that listed them; else its only job. */
    List<VertexJob> items() {
        return isMany() ? jobs.stream().filter(it -> !it.vertex().equals(name)).toList() : jobs;
    }

    /** Whether it runs nothing. What lists the items of a vertex may run nothing where these do. */
    boolean isNoop() {
        return jobs.stream().allMatch(VertexJob::noop);
    }

    /** Of its only job, or what tells most of them all. */
    JobState state() {
        return jobs.stream()
                .map(VertexJob::state)
                .min(Comparator.comparing(TELLING::indexOf))
                .orElseThrow();
    }

    /** Of all its jobs. */
    Map<JobState, Long> counts() {
        return counts(jobs);
    }

    static Map<JobState, Long> counts(List<VertexJob> jobs) {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        jobs.forEach(it -> counts.merge(it.state(), 1L, Long::sum));
        return counts;
    }

    boolean isFinal() {
        return jobs.stream().allMatch(it -> it.state().isFinal());
    }

    /** When the first of its jobs was taken by a pilot; null if none was. */
    @Nullable
    Instant begin() {
        return earliest(jobs.stream().flatMap(it -> it.tries().stream()).map(VertexJob.Try::from));
    }

    /** When the last of its attempts ended, or {@code now} while one goes on; null if it has not begun. */
    @Nullable
    Instant end(Instant now) {
        var tries = jobs.stream().flatMap(it -> it.tries().stream()).toList();
        return tries.stream().anyMatch(it -> it.to() == null)
                ? now
                : tries.stream()
                        .map(VertexJob.Try::to)
                        .flatMap(Stream::ofNullable)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
    }

    /**
     * How long at least one of its attempts went on, up to {@code now}: what it adds to the chain that it is part of. The
     * time between attempts, which after a rerun may be days, is none of it.
     */
    Duration took(Instant now) {
        var took = Duration.ZERO;
        @Nullable Instant until = null;
        for (var one : byBegin()) {
            var from = until != null && until.isAfter(one.from()) ? until : one.from();
            var to = one.to() == null ? now : one.to();
            if (to.isAfter(from)) {
                took = took.plus(Duration.between(from, to));
                until = to;
            }
        }
        return took;
    }

    private List<VertexJob.Try> byBegin() {
        return jobs.stream()
                .flatMap(it -> it.tries().stream())
                .sorted(Comparator.comparing(VertexJob.Try::from))
                .toList();
    }

    private static @Nullable Instant earliest(Stream<Instant> times) {
        return times.min(Comparator.naturalOrder()).orElse(null);
    }
}
