package org.freshet.cli.dag;

import org.freshet.cli.text.Words;
import org.freshet.protocol.DagDetail.Foreach;
import org.freshet.protocol.DagDetail.Vertex;
import org.jspecify.annotations.Nullable;

/** How a DAG is said in words. */
final class DagWords {

    private static final String NOOP = "noop";

    private DagWords() {}

    static String size(int vertices, int edges) {
        return (vertices == 1 ? "1 vertex" : Words.number(vertices) + " vertices") + ", " + Words.count(edges, "edge");
    }

    /** Round what runs nothing, square what does, with a star what runs for each of several things. */
    static String box(Vertex vertex) {
        return vertex.jobtype().equals(NOOP)
                ? "(" + vertex.id() + ")"
                : "[" + vertex.id() + "]" + (vertex.foreach() == null ? "" : "*");
    }

    static String foreach(@Nullable Foreach foreach) {
        if (foreach == null) {
            return "";
        }
        if (foreach.items() != null) {
            return Words.count(foreach.items().size(), "item");
        }
        return foreach.glob() == null ? "output:" + foreach.output() : "glob:" + foreach.glob();
    }
}
