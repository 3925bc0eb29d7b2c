package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as lists show it.
 *
 * @param dag name of the DAG that it was made from; that may be gone
 * @param dagVersion of the DAG
 * @param user who made it
 * @param priority that was wished for all its jobs; 0 = each has its own
 * @param jobs how many it has, those that run nothing included
 * @param open how many of them are not final
 * @param endedAt when the last of its jobs became final
 * @param usefulUntil when its results are of no use any more
 * @param message once it has ended, what became of its jobs, or why it was cancelled
 */
public record WorkflowView(
        WorkflowId id,
        String name,
        String dag,
        int dagVersion,
        WorkflowState state,
        FailurePolicy failurePolicy,
        String user,
        int priority,
        int jobs,
        int open,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant usefulUntil,
        @Nullable String message) {}
