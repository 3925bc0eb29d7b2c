package org.freshet.server.dashboard.pilots;

import java.util.List;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.StateBar;
import org.jspecify.annotations.Nullable;

/**
 * The list of pilots.
 *
 * @param count how many match of how many, in words
 * @param alive those that occupy, or may still occupy, a slot
 * @param ended the others
 * @param sites known sites, as suggestions
 * @param empty what to say instead of rows; null if there are some
 */
record PilotsPage(
        Moment at,
        Filter filter,
        String count,
        StateBar alive,
        StateBar ended,
        List<PilotRow> rows,
        Pager pager,
        List<String> sites,
        @Nullable EmptyList empty) {

    public List<PilotState> states() {
        return List.of(PilotState.values());
    }

    public long total() {
        return alive.total() + ended.total();
    }
}
