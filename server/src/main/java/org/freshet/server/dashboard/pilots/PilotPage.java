package org.freshet.server.dashboard.pilots;

import java.util.Arrays;
import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.server.dashboard.action.Offer;
import org.freshet.server.dashboard.action.PilotAction;
import org.freshet.server.dashboard.job.RunRow;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.HistoryRow;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
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
        List<HistoryRow> history) {

    /** What somebody may do to it. */
    Offer offer(Actor who) {
        var possible = Arrays.stream(PilotAction.values())
                .filter(it -> it.suits(pilot.state(), pilot.told()))
                .toList();
        var path = "/pilots/" + pilot.id();
        return new Offer(
                "pilot",
                Long.toString(pilot.id()),
                path,
                pager().live(),
                Offer.isMissing(who, possible),
                who.operator() ? possible : List.of(),
                0,
                false);
    }
}
