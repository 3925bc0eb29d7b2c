package org.freshet.server.dashboard.workflows;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.protocol.DagDetail;
import org.freshet.server.dashboard.page.Moment;

/**
 * The page of one version of a DAG.
 *
 * @param loaded when this version was
 * @param vertices the first of them
 * @param drawn whether all fit into one drawing
 * @param versions newest first
 */
record DagPage(Moment at, DagDetail dag, Moment loaded, List<Vertex> vertices, boolean drawn, List<Version> versions) {

    /**
     * A vertex as one row, and what the drawing says of it.
     *
     * @param key its place in the file
     * @param parents names of those that it waits for
     * @param parentKeys their keys, with blanks between
     * @param shape as {@link StepRow}'s
     * @param foreach for what it runs once each, in words; empty if it runs once
     */
    record Vertex(int key, DagDetail.Vertex is, String parents, String parentKeys, String shape, String foreach) {}

    record Version(int version, String description, int vertices, int edges, Moment loaded, String by) {}

    /** How many boxes stand above each other in the drawing. */
    public int rows() {
        return DrawnRows.of(
                vertices.stream().collect(Collectors.toMap(it -> Integer.toString(it.key()), Vertex::parentKeys)));
    }

    public boolean isNewest() {
        return versions.isEmpty() || versions.getFirst().version() == dag.dag().version();
    }

    /** All edges that are shown. */
    public List<DagDetail.Edge> edges() {
        return dag.edges().stream().limit(DagReader.MOST_ROWS).toList();
    }
}
