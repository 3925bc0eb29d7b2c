package org.freshet.server.dashboard.datasets;

import java.util.List;
import org.freshet.protocol.DatasetState;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.jspecify.annotations.Nullable;

/**
 * The list of datasets.
 *
 * @param count how many match of how many, in words
 * @param cut that not all were looked through, in words; null if they were
 * @param types names of data types, as suggestions
 * @param empty what to say instead of rows; null if there are some
 */
record DatasetsPage(
        Moment at,
        Filter filter,
        String count,
        List<DatasetRow> rows,
        Pager pager,
        @Nullable String cut,
        List<String> types,
        @Nullable EmptyList empty) {

    public List<DatasetState> states() {
        return List.of(DatasetState.values());
    }
}
