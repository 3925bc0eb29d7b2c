package org.freshet.server.dashboard.datasets;

import java.util.List;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.Explanation;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.HistoryRow;
import org.freshet.server.dashboard.page.Kin;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * The page of one dataset.
 *
 * @param readers the jobs that read its file; more than {@link Kin#SHOWN} if there are others
 * @param history oldest first; one of a workflow has none
 */
record DatasetPage(Moment at, DatasetFacts dataset, Explanation why, List<Kin> readers, List<HistoryRow> history) {

    public List<Kin> shownReaders() {
        return readers.subList(0, Math.min(Kin.SHOWN, readers.size()));
    }

    public boolean moreReaders() {
        return readers.size() > Kin.SHOWN;
    }

    /** The state of the job that writes it. */
    public String sourceWord() {
        var state = dataset.row().sourceState();
        return state == null ? "" : Badge.of(state).word();
    }

    public String live() {
        return Paths.DATASETS + "/" + dataset.row().id();
    }

    /** Milliseconds between two looks at it; null for those of every page. What is written can only be deleted. */
    public @Nullable Integer liveEvery() {
        return dataset.row().state() == DatasetState.WRITTEN ? 30_000 : null;
    }
}
