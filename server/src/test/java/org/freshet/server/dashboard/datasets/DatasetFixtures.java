package org.freshet.server.dashboard.datasets;

import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Moment;

/** Datasets with boring values, as the database would give them. */
public final class DatasetFixtures {

    private DatasetFixtures() {}

    /** A dataset of workflow 3 that the vertex {@code left}, job 12, hands to {@code join}, job 14. */
    public static DatasetRow aDataset(long id, DatasetState state, JobState source) {
        return new DatasetRow(
                id,
                3L,
                "/data/" + id + ".txt",
                "CLEAN",
                "TXT",
                state,
                12L,
                "left",
                source,
                14L,
                "join",
                Moment.of(NOW.minusSeconds(120), NOW),
                state == DatasetState.WRITTEN ? Moment.of(NOW.minusSeconds(9), NOW) : null);
    }

    /** A dataset of no workflow. */
    public static DatasetRow aBroughtDataset(long id, DatasetState state) {
        return new DatasetRow(
                id,
                null,
                "/data/<b>" + id + "</b>.txt",
                "",
                "TXT",
                state,
                null,
                null,
                null,
                null,
                null,
                Moment.of(NOW.minusSeconds(120), NOW),
                state == DatasetState.WRITTEN ? Moment.of(NOW.minusSeconds(9), NOW) : null);
    }
}
