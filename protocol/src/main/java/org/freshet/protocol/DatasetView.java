package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One unit of data, a file, that passes from one job of a workflow to another.
 *
 * @param workflow absent if it belongs to none
 * @param source name of the vertex that writes it
 * @param sourceJob the job that writes it
 * @param target name of the vertex that reads it
 * @param targetJob the job that reads it
 * @param datatype name of its data type; empty = none
 * @param datatag the variable in which both ends find its path; empty = none
 * @param dirpath its directory, as the edge says it; empty = the installation's own
 * @param path full path of the file
 * @param comment empty = none
 */
public record DatasetView(
        long id,
        String name,
        DatasetState state,
        @Nullable WorkflowId workflow,
        @Nullable String source,
        @Nullable JobId sourceJob,
        @Nullable String target,
        @Nullable JobId targetJob,
        String datatype,
        String datatag,
        String dirpath,
        String path,
        String comment,
        Instant createdAt,
        @Nullable Instant writtenAt) {}
