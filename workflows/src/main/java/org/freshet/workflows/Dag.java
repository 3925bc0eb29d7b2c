package org.freshet.workflows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jgrapht.Graph;
import org.jgrapht.traverse.TopologicalOrderIterator;
import org.jspecify.annotations.Nullable;

/**
 * A workflow template: what runs (vertices) and which files pass between (edges). Vertex ids are unique, every edge
 * joins two vertices, two vertices may be joined by several edges, and there is no cycle. Immutable; made by
 * {@link GraphMlReader} only.
 */
public final class Dag {

    private final String name;
    private final String description;
    private final FailurePolicy failurePolicy;
    private final Map<String, Vertex> vertices;
    private final List<Edge> edges;
    private final List<String> notices;
    // An edge of the graph is an index into the list of edges: parallel edges may be equal in all their attributes.
    private final Graph<String, Integer> graph;
    private final List<Vertex> order;

    Dag(
            String name,
            String description,
            FailurePolicy failurePolicy,
            Collection<Vertex> vertices,
            List<Edge> edges,
            Graph<String, Integer> graph,
            List<String> notices) {
        this.name = name;
        this.description = description;
        this.failurePolicy = failurePolicy;
        this.vertices = byId(vertices);
        this.edges = List.copyOf(edges);
        this.graph = graph;
        this.notices = List.copyOf(notices);
        this.order = order(graph, this.vertices);
    }

    /**
     * One job of the workflow. All but the id may be replaced when a workflow is started.
     *
     * @param jobtype 1 to 63 characters; {@code noop} runs nothing
     * @param payload at most 32,768 characters; not empty, except at a noop
     * @param env numbers and booleans of the text as strings, in the order of the text
     * @param timelimit 1 s to a year; null if absent or 0, which means the default
     * @param priority -1000 to 1000, 0 if absent
     * @param retries how often a payload that failed is tried again, 0 to 1000, 0 if absent
     * @param noRetryExitCodes exit codes, 1 to 255, after which it is not; in ascending order, empty if absent
     * @param usefulFor positive, at most ten years; null if absent, which means for ever
     * @param foreach null if it runs once, as a noop always does
     */
    public record Vertex(
            String id,
            String jobtype,
            String payload,
            Map<String, String> env,
            @Nullable Duration timelimit,
            int priority,
            int retries,
            SortedSet<Integer> noRetryExitCodes,
            @Nullable Duration usefulFor,
            @Nullable Foreach foreach) {

        /** The job type of a vertex that marks an entry, an exit or a meeting point and runs nothing. */
        public static final String NOOP = "noop";

        public Vertex {
            env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
            noRetryExitCodes = Collections.unmodifiableSortedSet(new TreeSet<>(noRetryExitCodes));
        }

        public boolean isNoop() {
            return jobtype.equals(NOOP);
        }
    }

    /**
     * One file that its source writes and its target reads. Absent attributes are empty.
     *
     * @param source id of a vertex
     * @param target id of a vertex
     * @param name name of the file, used when file names are sticky
     * @param datatype name of the data type
     * @param datatag name of the environment variable with the file's path, at both ends
     */
    public record Edge(
            String source,
            String target,
            String name,
            String dirpath,
            String datatype,
            String datatag,
            String comment) {}

    public String name() {
        return name;
    }

    /** The graph's attribute of this name, else the text of its {@code desc} or the document's, else empty. */
    public String description() {
        return description;
    }

    /** {@code continue} if the text does not say. */
    public FailurePolicy failurePolicy() {
        return failurePolicy;
    }

    /** In the order of the text. */
    public List<Vertex> vertices() {
        return List.copyOf(vertices.values());
    }

    /** In the order of the text. */
    public List<Edge> edges() {
        return edges;
    }

    /** What the author may not have meant, a sentence each, for instance an attribute that is not known. */
    public List<String> notices() {
        return notices;
    }

    /** Every vertex after all its parents; where that leaves a choice, in the order of the text. */
    public List<Vertex> order() {
        return order;
    }

    /** The vertices without parents, in the order of the text; at least one. */
    public List<Vertex> roots() {
        return vertices.values().stream()
                .filter(it -> graph.inDegreeOf(it.id()) == 0)
                .toList();
    }

    /**
     * The vertices that must be finished before this one starts, each once however many edges join them.
     *
     * @throws IllegalArgumentException if no vertex has this id
     */
    public List<Vertex> parents(String id) {
        return ends(graph.incomingEdgesOf(id), graph::getEdgeSource);
    }

    /**
     * The vertices that wait for this one, each once however many edges join them.
     *
     * @throws IllegalArgumentException if no vertex has this id
     */
    public List<Vertex> children(String id) {
        return ends(graph.outgoingEdgesOf(id), graph::getEdgeTarget);
    }

    /**
     * The chain of vertices that takes longest, each waiting for the one before it.
     *
     * @param vertices from one without parents to one without children
     * @param length sum of their durations: what the workflow takes if nothing else is waited for
     */
    public record CriticalPath(List<Vertex> vertices, Duration length) {}

    /**
     * The longest path; among equally long ones, always the same.
     *
     * @param durations of a vertex, zero or positive; asked once for each
     * @throws IllegalArgumentException if a duration is negative
     */
    public CriticalPath criticalPath(Function<Vertex, Duration> durations) {
        var steps = new HashMap<String, Step>();
        for (var vertex : order) {
            var before = longest(parents(vertex.id()), steps);
            var duration = durations.apply(vertex);
            if (duration.isNegative()) {
                throw new IllegalArgumentException("Vertex '%s' cannot take %s.".formatted(vertex.id(), duration));
            }
            var length = before == null ? duration : before.length().plus(duration);
            steps.put(vertex.id(), new Step(vertex, length, before));
        }
        var leaves = order.stream().filter(it -> graph.outDegreeOf(it.id()) == 0);
        var last = Objects.requireNonNull(longest(leaves.toList(), steps));
        var path = new ArrayList<Vertex>();
        for (@Nullable Step step = last; step != null; step = step.before()) {
            path.add(step.vertex());
        }
        return new CriticalPath(List.copyOf(path.reversed()), last.length());
    }

    /** The end of the longest path to a vertex. */
    private record Step(
            Vertex vertex, Duration length, @Nullable Step before) {}

    private static @Nullable Step longest(List<Vertex> ends, Map<String, Step> steps) {
        @Nullable Step longest = null;
        for (var end : ends) {
            var step = Objects.requireNonNull(steps.get(end.id()));
            if (longest == null || step.length().compareTo(longest.length()) > 0) {
                longest = step;
            }
        }
        return longest;
    }

    @Override
    public String toString() {
        return "DAG '%s' (%d vertices, %d edges)".formatted(name, vertices.size(), edges.size());
    }

    private List<Vertex> ends(Collection<Integer> some, Function<Integer, String> end) {
        return some.stream().map(end).distinct().map(this::vertex).toList();
    }

    private Vertex vertex(String id) {
        var vertex = vertices.get(id);
        if (vertex == null) {
            throw new IllegalArgumentException("%s has no vertex '%s'.".formatted(this, id));
        }
        return vertex;
    }

    private static Map<String, Vertex> byId(Collection<Vertex> vertices) {
        var byId = new LinkedHashMap<String, Vertex>();
        vertices.forEach(it -> byId.put(it.id(), it));
        return Collections.unmodifiableMap(byId);
    }

    private static List<Vertex> order(Graph<String, Integer> graph, Map<String, Vertex> vertices) {
        var position = new HashMap<String, Integer>();
        vertices.keySet().forEach(it -> position.put(it, position.size()));
        Iterable<String> sorted = () -> new TopologicalOrderIterator<>(graph, Comparator.comparingInt(position::get));
        return StreamSupport.stream(sorted.spliterator(), false)
                .map(vertices::get)
                .toList();
    }
}
