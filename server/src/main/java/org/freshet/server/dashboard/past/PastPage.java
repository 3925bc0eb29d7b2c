package org.freshet.server.dashboard.past;

import org.freshet.server.dashboard.page.StateBar;
import org.jspecify.annotations.Nullable;

/**
 * The overview as it was.
 *
 * @param counted null if nothing is known of that moment
 */
record PastPage(Past past, @Nullable Counted counted) {

    /**
     * How many there were.
     *
     * @param inFlight jobs that were not final
     * @param ended jobs that were
     */
    record Counted(StateBar inFlight, StateBar ended, PastSql.Pilots pilots) {

        public long jobs() {
            return inFlight.total() + ended.total();
        }
    }
}
