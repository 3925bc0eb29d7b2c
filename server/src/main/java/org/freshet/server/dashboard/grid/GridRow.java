package org.freshet.server.dashboard.grid;

import java.util.List;
import org.freshet.server.dashboard.page.Paths;

/**
 * A run.
 *
 * @param going whether some of its jobs have not ended
 * @param cells in the order of the columns
 */
record GridRow(long run, long jobs, boolean going, List<GridCell> cells) {

    public String href() {
        return Paths.JOBS + "?run=" + run;
    }

    boolean isTrouble() {
        return cells.stream().anyMatch(GridCell::isTrouble);
    }
}
