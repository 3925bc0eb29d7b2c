package org.freshet.server.dashboard.types;

import java.util.Arrays;
import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.server.dashboard.action.Offer;
import org.freshet.server.dashboard.action.TypeAction;
import org.freshet.server.dashboard.job.RunRow;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;

/**
 * The page of one job type.
 *
 * @param runs attempts at its jobs, latest first
 * @param changes latest first
 */
record TypePage(Moment at, TypeRow type, Explanation why, List<RunRow> runs, Pager pager, List<TypeChange> changes) {

    /** What somebody may do to it. */
    Offer offer(Actor who) {
        var possible = Arrays.stream(TypeAction.values())
                .filter(it -> it.suits(type.newestFirst()))
                .toList();
        return new Offer(
                "type",
                type.name(),
                type.page(),
                pager().live(),
                Offer.isMissing(who, possible),
                who.operator() ? possible : List.of(),
                0,
                false);
    }
}
