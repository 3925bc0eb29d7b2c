package org.freshet.server.dashboard.workflows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/** Puts the jobs of a workflow together to the vertices of its DAG, and these in order: each after all its parents. */
final class Steps {

    /** A job of a vertex that was fanned out. */
    private static final Pattern FANNED_OUT = Pattern.compile("(.+)\\[[0-9]+]", Pattern.DOTALL);

    private final UnaryOperator<String> name;
    private final @Nullable Instant begin;
    private final Map<Long, VertexJob> jobs;
    private final Map<Long, Long> keys = new HashMap<>();

    private Steps(Collection<VertexJob> jobs, @Nullable Instant begin, UnaryOperator<String> name) {
        this.name = name;
        this.begin = begin;
        this.jobs = jobs.stream().collect(Collectors.toMap(VertexJob::id, UnaryOperator.identity()));
        Map<String, Long> first = new HashMap<>();
        for (VertexJob job : jobs) {
            keys.put(job.id(), first.computeIfAbsent(name.apply(job.vertex()), it -> job.id()));
        }
    }

    /**
     * The steps of a workflow.
     *
     * @param jobs by id
     * @param begin when the workflow started; null if it did not
     */
    static List<Step> of(List<VertexJob> jobs, @Nullable Instant begin) {
        var names = jobs.stream().map(VertexJob::vertex).collect(Collectors.toSet());
        UnaryOperator<String> base = it -> base(it, names);
        var together = new Steps(jobs, begin, base).inOrder(jobs);
        // Names like these that somebody wrote into a DAG need not belong together: as one they might wait for
        // themselves.
        return together.size() == names.stream().map(base).distinct().count()
                ? together
                : new Steps(jobs, begin, UnaryOperator.identity()).inOrder(jobs);
    }

    /** {@code process} of {@code process[3]} where there is such a vertex, which lists the items. */
    static String base(String vertex, Set<String> vertices) {
        var parts = FANNED_OUT.matcher(vertex);
        return parts.matches() && vertices.contains(parts.group(1)) ? parts.group(1) : vertex;
    }

    /** Those that can be put after all their parents; where that leaves a choice, by key. */
    private List<Step> inOrder(List<VertexJob> all) {
        Map<Long, List<VertexJob>> members = all.stream()
                .collect(Collectors.groupingBy(it -> key(it.id()), LinkedHashMap::new, Collectors.toList()));
        Map<Long, Step> steps = new LinkedHashMap<>();
        Map<Long, Set<Long>> children = new HashMap<>();
        Map<Long, Integer> waiting = new HashMap<>();
        members.forEach((key, group) -> {
            var step = step(group);
            steps.put(key, step);
            waiting.put(key, step.parents().size());
            step.parents()
                    .forEach(it -> children.computeIfAbsent(it, parent -> new HashSet<>())
                            .add(key));
        });
        var due = new PriorityQueue<Long>();
        waiting.forEach((key, parents) -> {
            if (parents == 0) {
                due.add(key);
            }
        });
        var order = new ArrayList<Step>();
        while (!due.isEmpty()) {
            long key = due.remove();
            order.add(Objects.requireNonNull(steps.get(key)));
            for (long child : children.getOrDefault(key, Set.of())) {
                if (waiting.merge(child, -1, Integer::sum) == 0) {
                    due.add(child);
                }
            }
        }
        return order;
    }

    private Step step(List<VertexJob> group) {
        long own = key(group.getFirst().id());
        var parents = group.stream()
                .flatMap(it -> it.parents().stream())
                .filter(keys::containsKey)
                .map(this::key)
                .filter(it -> it != own)
                .collect(Collectors.toSet());
        return new Step(name.apply(group.getFirst().vertex()), group, parents, released(group));
    }

    private long key(long job) {
        return keys.getOrDefault(job, job);
    }

    /** When the first of the group had no parent left to wait for. */
    private @Nullable Instant released(List<VertexJob> group) {
        return group.stream()
                .map(this::released)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private @Nullable Instant released(VertexJob job) {
        @Nullable Instant last = begin;
        for (long id : job.parents()) {
            var parent = jobs.get(id);
            if (parent == null || parent.state() != JobState.FINISHED || parent.endedAt() == null) {
                return null;
            }
            last = last == null || parent.endedAt().isAfter(last) ? parent.endedAt() : last;
        }
        return last;
    }
}
