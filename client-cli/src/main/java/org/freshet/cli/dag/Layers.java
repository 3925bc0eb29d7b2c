package org.freshet.cli.dag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagDetail.Edge;
import org.freshet.protocol.DagDetail.Vertex;

/**
 * The vertices of a DAG in rows, each below all its parents and as high as that allows.
 *
 * @param rows from those without parents on, each in the order of the file
 * @param parents ids by a vertex's id, each once
 * @param outgoing edges by the id of their source, in the order of the file
 */
record Layers(List<List<Vertex>> rows, Map<String, Set<String>> parents, Map<String, List<Edge>> outgoing) {

    static Layers of(DagDetail dag) {
        Map<String, Set<String>> parents = new LinkedHashMap<>();
        Map<String, List<Edge>> outgoing = new HashMap<>();
        dag.vertices().forEach(vertex -> {
            parents.put(vertex.id(), new LinkedHashSet<>());
            outgoing.put(vertex.id(), new ArrayList<>());
        });
        for (var edge : dag.edges()) {
            parents.computeIfAbsent(edge.target(), it -> new LinkedHashSet<>()).add(edge.source());
            outgoing.computeIfAbsent(edge.source(), it -> new ArrayList<>()).add(edge);
        }
        var depths = depths(parents, outgoing);
        var rows = new ArrayList<List<Vertex>>();
        for (var vertex : dag.vertices()) {
            int depth = depths.getOrDefault(vertex.id(), 0);
            while (rows.size() <= depth) {
                rows.add(new ArrayList<>());
            }
            rows.get(depth).add(vertex);
        }
        return new Layers(rows, parents, outgoing);
    }

    private static Map<String, Integer> depths(Map<String, Set<String>> parents, Map<String, List<Edge>> outgoing) {
        Map<String, Integer> depths = new HashMap<>();
        Map<String, Integer> waiting = new HashMap<>();
        parents.forEach((id, of) -> waiting.put(id, of.size()));
        var next = new ArrayDeque<String>();
        parents.forEach((id, of) -> {
            if (of.isEmpty()) {
                next.add(id);
            }
        });
        while (!next.isEmpty()) {
            String id = next.remove();
            int depth = depths.merge(id, 0, Math::max);
            var children = new LinkedHashSet<String>();
            outgoing.getOrDefault(id, List.of()).forEach(edge -> children.add(edge.target()));
            for (var child : children) {
                depths.merge(child, depth + 1, Math::max);
                if (waiting.merge(child, -1, Integer::sum) == 0) {
                    next.add(child);
                }
            }
        }
        return depths;
    }
}
