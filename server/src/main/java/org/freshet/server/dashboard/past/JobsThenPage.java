package org.freshet.server.dashboard.past;

import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.jspecify.annotations.Nullable;

/**
 * The list of jobs as it was.
 *
 * @param count how many there were, in words
 * @param newest link to the first of its pages; null if this is it
 * @param older link to what is below; null at the oldest
 * @param cut that the search ended before the list; null if it did not
 * @param types known job types, as suggestions
 * @param empty what to say instead of rows; null if there are some
 */
record JobsThenPage(
        Past past,
        Filter filter,
        String count,
        List<JobThen> rows,
        @Nullable String newest,
        @Nullable String older,
        @Nullable String cut,
        List<String> types,
        @Nullable EmptyList empty) {

    public List<JobState> states() {
        return List.of(JobState.values());
    }

    /** The jobs of now, narrowed down likewise. */
    public String present() {
        return filter.without(Past.NAME).href();
    }
}
