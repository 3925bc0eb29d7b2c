package org.freshet.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a DAG with everything in it.
 *
 * @param failurePolicy {@code continue} or {@code stop}
 * @param vertices in the order of the file
 * @param edges in the order of the file
 * @param notices what its author may not have meant, a sentence each
 * @param versions newest first, at most 100
 */
public record DagDetail(
        DagView dag,
        String failurePolicy,
        List<Vertex> vertices,
        List<Edge> edges,
        List<String> notices,
        List<DagVersionView> versions) {

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
     * @param noRetryExitCodes ascending
     * @param usefulFor seconds; absent = for ever
     * @param foreach absent = it runs once
     */
    public record Vertex(
            String id,
            String jobtype,
            String payload,
            Map<String, String> env,
            @Nullable Long timelimit,
            int priority,
            int retries,
            List<Integer> noRetryExitCodes,
            @Nullable Long usefulFor,
            @Nullable Foreach foreach) {

        public Vertex {
            noRetryExitCodes = List.copyOf(noRetryExitCodes);
        }
    }

    /**
     * For what a vertex runs once each; one of these is there.
     *
     * @param items that the file lists
     * @param glob pattern of files, looked for when the vertex becomes runnable
     * @param output datatag of the edge whose file lists them
     */
    public record Foreach(
            @Nullable List<String> items,
            @Nullable String glob,
            @Nullable String output) {}

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
