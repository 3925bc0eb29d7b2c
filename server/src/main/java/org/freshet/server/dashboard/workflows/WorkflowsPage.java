package org.freshet.server.dashboard.workflows;

import java.util.List;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.jspecify.annotations.Nullable;

/**
 * The list of workflows.
 *
 * @param count how many match of how many, in words
 * @param dags names of DAGs, as suggestions
 * @param empty what to say instead of rows; null if there are some
 */
record WorkflowsPage(
        Moment at,
        Filter filter,
        String count,
        List<WorkflowRow> rows,
        Pager pager,
        List<String> dags,
        @Nullable EmptyList empty) {

    public List<WorkflowState> states() {
        return List.of(WorkflowState.values());
    }
}
