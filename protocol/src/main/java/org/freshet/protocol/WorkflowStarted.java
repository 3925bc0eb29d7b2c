package org.freshet.protocol;

import java.util.List;

/**
 * Answer to {@code POST /api/v1/workflows}: the workflow was made with all its jobs and datasets, in one transaction.
 *
 * @param notices sentences that the submitter should read
 */
public record WorkflowStarted(WorkflowView workflow, List<String> notices) {

    public WorkflowStarted {
        notices = List.copyOf(notices);
    }
}
