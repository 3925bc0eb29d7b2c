package org.freshet.server.dashboard.grid;

import java.util.List;
import java.util.Map;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Runs by job types.
 *
 * @param count how much is shown, in words
 * @param types the columns
 * @param urgent those of all types that are late or broken
 * @param rows newest run first
 * @param holes what is missing, newest run first
 * @param known all job types, as suggestions
 * @param trouble the same page with what needs a person only
 * @param all the same page with all runs
 * @param empty what to say instead of rows; null if there are some
 */
record GridPage(
        Moment at,
        Filter filter,
        String count,
        List<String> types,
        Map<String, Badge> urgent,
        List<GridRow> rows,
        List<Hole> holes,
        Pager pager,
        List<String> known,
        String trouble,
        String all,
        @Nullable EmptyList empty) {

    /** More are not read; the grid has them all. */
    private static final int HOLES = 12;

    /** A type without a job in a run. */
    record Hole(String jobtype, long run) {

        public String href() {
            return Paths.JOBS + "?run=" + run;
        }
    }

    public List<Hole> shownHoles() {
        return holes.subList(0, Math.min(HOLES, holes.size()));
    }

    public int moreHoles() {
        return holes.size() - shownHoles().size();
    }

    public boolean onlyTrouble() {
        return !filter.of("only").isEmpty();
    }
}
