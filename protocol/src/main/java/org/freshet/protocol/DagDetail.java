package org.freshet.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a DAG with everything in it.
 *
 * @param vertices in the order of the file
 * @param edges in the order of the file
 * @param notices what its author may not have meant, a sentence each
 * @param versions newest first, at most 100
 */
public record DagDetail(
        DagView dag, List<Vertex> vertices, List<Edge> edges, List<String> notices, List<DagVersionView> versions) {

    public DagDetail {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        notices = List.copyOf(notices);
        versions = List.copyOf(versions);
    }

    /**
     * One job of the workflow.
     *
     * @param jobtype {@code noop} runs nothing
     * @param payload empty = none
     * @param timelimit seconds; absent = the default of jobs
     */
    public record Vertex(
            String id,
            String jobtype,
            String payload,
            Map<String, String> env,
            @Nullable Long timelimit,
            int priority) {}

    /**
     * One file that its source writes and its target reads. What the file does not say is empty.
     *
     * @param source id of a vertex
     * @param target id of a vertex
     * @param datatag name of the variable with the file's path, at both ends
     */
    public record Edge(
            String source,
            String target,
            String name,
            String dirpath,
            String datatype,
            String datatag,
            String comment) {}
}
