package org.freshet.server.dashboard.workflows;

import java.util.List;
import org.freshet.protocol.DataTypeView;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * The list of DAGs, by name, and of data types.
 *
 * @param next behind which name the list goes on; null if it does not
 * @param empty what to say instead of DAGs; null if there are some
 */
record DagsPage(
        Moment at,
        List<Row> dags,
        @Nullable String next,
        @Nullable EmptyList empty,
        List<DataTypeView> types) {

    /** One DAG with the facts of its newest version. */
    record Row(String name, int version, String description, int vertices, int edges, String owner, Moment loaded) {}
}
