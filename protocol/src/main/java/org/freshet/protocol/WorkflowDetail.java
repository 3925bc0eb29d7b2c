package org.freshet.protocol;

import java.util.List;

/**
 * A workflow as {@code GET /api/v1/workflows/ID} shows it. Its jobs are those of {@code GET /api/v1/jobs?workflow=ID}, its
 * files those of {@code GET /api/v1/datasets?workflow=ID}.
 *
 * @param states how many of its jobs are in each state; those that none is in are absent
 * @param history oldest first
 */
public record WorkflowDetail(WorkflowView workflow, List<Count> states, List<EventView> history) {

    public WorkflowDetail {
        states = List.copyOf(states);
        history = List.copyOf(history);
    }

    /** So many jobs are in a state. */
    public record Count(JobState state, int jobs) {}
}
