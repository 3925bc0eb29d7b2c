package org.freshet.server.dashboard;

import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/**
 * The list of jobs.
 *
 * @param count how many match of how many, in words
 * @param types known job types, as suggestions
 * @param empty what to say instead of rows; null if there are some
 */
record JobsPage(
        Moment at,
        Filter filter,
        String count,
        List<JobRow> rows,
        Pager pager,
        List<String> types,
        @Nullable EmptyList empty) {

    public List<JobState> states() {
        return List.of(JobState.values());
    }

    public List<FailureReason> reasons() {
        return List.of(FailureReason.values());
    }
}
