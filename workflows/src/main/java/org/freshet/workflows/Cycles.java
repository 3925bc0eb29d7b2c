package org.freshet.workflows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;

/** Finds what keeps a graph from being a DAG, as something that an author can follow with a finger. */
final class Cycles {

    /** Most cycles that are shown; finding each costs a walk over the graph. */
    static final int MOST = 20;

    private static final int MOST_VERTICES = 12;

    private Cycles() {}

    /**
     * A way through the graph that ends where it began.
     *
     * @param vertices in order, the first one again at the end
     * @param closing the edge that leads back to the first vertex
     */
    record Cycle(List<String> vertices, int closing) {

        /** The vertices with arrows between; the middle of a long cycle is only counted. */
        String drawn() {
            int hidden = vertices.size() - MOST_VERTICES;
            if (hidden <= 0) {
                return String.join(" -> ", vertices);
            }
            var shown = new ArrayList<>(vertices.subList(0, MOST_VERTICES - 2));
            shown.add("(%d more)".formatted(hidden));
            shown.addAll(vertices.subList(vertices.size() - 2, vertices.size()));
            return String.join(" -> ", shown);
        }
    }

    /** One cycle out of each set of vertices that all lead to each other, in the order of the vertices. */
    static List<Cycle> of(Graph<String, Integer> graph) {
        var tangles = tangles(graph);
        var drawn = new HashSet<Set<String>>();
        var cycles = new ArrayList<Cycle>();
        for (var vertex : graph.vertexSet()) {
            var tangle = tangles.get(vertex);
            if (tangle != null && cycles.size() < MOST && drawn.add(tangle)) {
                cycles.add(cycle(graph, vertex, tangle));
            }
        }
        return cycles;
    }

    private static Map<String, Set<String>> tangles(Graph<String, Integer> graph) {
        var tangles = new HashMap<String, Set<String>>();
        for (var set : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            var any = set.iterator().next();
            if (set.size() > 1 || graph.containsEdge(any, any)) {
                set.forEach(it -> tangles.put(it, set));
            }
        }
        return tangles;
    }

    private static Cycle cycle(Graph<String, Integer> graph, String vertex, Set<String> tangle) {
        int first = graph.outgoingEdgesOf(vertex).stream()
                .filter(it -> tangle.contains(graph.getEdgeTarget(it)))
                .findFirst()
                .orElseThrow();
        var back = BFSShortestPath.findPathBetween(graph, graph.getEdgeTarget(first), vertex);
        var vertices = new ArrayList<String>(List.of(vertex));
        vertices.addAll(back.getVertexList());
        return new Cycle(
                vertices,
                back.getEdgeList().isEmpty() ? first : back.getEdgeList().getLast());
    }
}
