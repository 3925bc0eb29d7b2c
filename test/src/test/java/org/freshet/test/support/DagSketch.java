package org.freshet.test.support;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.IntStream;

/** A DAG by who waits for whom; vertices whose names begin with {@code noop} run nothing. */
public final class DagSketch {

    private static final String HEAD = """
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="p" for="node" attr.name="payload" attr.type="string"/>
              <key id="j" for="node" attr.name="jobtype" attr.type="string"/>
              <key id="f" for="node" attr.name="foreach" attr.type="string"/>
              <key id="n" for="edge" attr.name="name" attr.type="string"/>
              <key id="t" for="edge" attr.name="datatag" attr.type="string"/>
              <graph edgedefault="directed">
            """;

    /** A pair of names. */
    public record Edge(String parent, String child) {}

    private final SequencedMap<String, SequencedSet<String>> parents = new LinkedHashMap<>();

    private final Map<String, String> foreach = new HashMap<>();

    private DagSketch() {}

    /** @param edges each as {@code parent>child}, or a vertex alone */
    public static DagSketch of(String... edges) {
        var sketch = new DagSketch();
        for (var edge : edges) {
            var ends = edge.split(">", -1);
            if (ends.length == 1) {
                sketch.vertex(ends[0]);
            } else {
                sketch.edge(ends[0], ends[1]);
            }
        }
        return sketch;
    }

    public static DagSketch diamond() {
        return of("make>left", "make>right", "left>join", "right>join");
    }

    /** So many vertices, a fifth of them noops; each waits for some of those before it. */
    public static DagSketch random(Random random, int vertices) {
        var sketch = new DagSketch();
        var names = IntStream.range(0, vertices)
                .mapToObj(it -> (random.nextInt(5) == 0 ? "noop" : "v") + it)
                .toList();
        for (int child = 0; child < vertices; child++) {
            sketch.vertex(names.get(child));
            for (int n = random.nextInt(Math.min(child, 4) + 1); n > 0; n--) {
                sketch.edge(names.get(random.nextInt(child)), names.get(child));
            }
        }
        return sketch;
    }

    /** Lets a vertex run once for each item. */
    public DagSketch foreach(String vertex, String items) {
        foreach.put(vertex, items);
        return this;
    }

    /** Each waits for the one before it. */
    public static DagSketch chain(int vertices) {
        var sketch = of("v0");
        for (int n = 1; n < vertices; n++) {
            sketch.edge("v" + (n - 1), "v" + n);
        }
        return sketch;
    }

    /** One, then so many side by side, then one that waits for all of them. */
    public static DagSketch fan(int width) {
        var sketch = of("begin");
        for (int n = 0; n < width; n++) {
            sketch.edge("begin", "v" + n);
            sketch.edge("v" + n, "end");
        }
        return sketch;
    }

    /**
     * Layers of equal width. Each vertex waits for one of the layer before its own; the rest of the edges comes from any
     * layer before.
     */
    public static DagSketch layered(Random random, int vertices, int edges, int width) {
        var sketch = new DagSketch();
        for (int child = 0; child < vertices; child++) {
            var layer = child / width * width;
            sketch.vertex("v" + child);
            if (layer > 0) {
                sketch.edge("v" + (layer - width + random.nextInt(width)), "v" + child);
            }
        }
        for (int left = edges - sketch.edges().size(); left > 0; ) {
            var child = width + random.nextInt(vertices - width);
            if (sketch.edge("v" + random.nextInt(child / width * width), "v" + child)) {
                left--;
            }
        }
        return sketch;
    }

    private void vertex(String name) {
        parents.computeIfAbsent(name, it -> new LinkedHashSet<>());
    }

    /** Returns whether it was not there yet. */
    private boolean edge(String parent, String child) {
        vertex(parent);
        vertex(child);
        return parents.getOrDefault(child, new LinkedHashSet<>()).add(parent);
    }

    public List<Edge> edges() {
        return parents.entrySet().stream()
                .flatMap(it -> it.getValue().stream().map(parent -> new Edge(parent, it.getKey())))
                .toList();
    }

    public Set<String> vertices() {
        return Set.copyOf(parents.keySet());
    }

    public Map<String, SequencedSet<String>> parents() {
        return parents;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(HEAD);
        for (var vertex : parents.keySet()) {
            text.append("<node id=\"").append(vertex).append("\"><data key=\"j\">");
            text.append(vertex.startsWith("noop") ? "noop</data>" : "flow</data><data key=\"p\">/bin/true</data>");
            if (foreach.containsKey(vertex)) {
                text.append("<data key=\"f\">").append(foreach.get(vertex)).append("</data>");
            }
            text.append("</node>\n");
        }
        for (var edge : edges()) {
            text.append("<edge source=\"%s\" target=\"%s\">".formatted(edge.parent(), edge.child()));
            text.append("<data key=\"t\">%s_%s</data>".formatted(edge.parent(), edge.child()));
            text.append("<data key=\"n\">%s-%s.txt</data></edge>\n".formatted(edge.parent(), edge.child()));
        }
        return text.append("</graph></graphml>\n").toString();
    }
}
