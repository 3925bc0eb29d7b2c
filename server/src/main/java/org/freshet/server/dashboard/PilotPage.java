package org.freshet.server.dashboard;

import java.util.List;
import org.freshet.protocol.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * The page of one pilot.
 *
 * @param order where the ledger has the order that it came with; null if it does not
 * @param runs attempts at jobs that it made, latest first
 * @param history oldest first
 */
record PilotPage(
        Moment at,
        PilotRow pilot,
        Explanation why,
        @Nullable String order,
        List<RunRow> runs,
        Pager pager,
        List<HistoryRow> history) {}
