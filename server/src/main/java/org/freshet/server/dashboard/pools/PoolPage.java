package org.freshet.server.dashboard.pools;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.PoolDemand;
import org.freshet.server.dashboard.action.Offer;
import org.freshet.server.dashboard.action.PoolAction;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.platform.Elapsed;

/**
 * The page of a site's pool.
 *
 * @param alive its pilots that have not ended
 * @param held what its batch system holds, by reason
 * @param ledger newest first
 */
record PoolPage(
        Moment at,
        PoolRow site,
        Explanation why,
        PoolChart chart,
        StateBar alive,
        List<HeldRow> held,
        List<LedgerRow> ledger,
        Pager pager) {

    /** The demand of the last calculation, by job type. */
    public List<PoolDemand> demand() {
        var terms = site.terms();
        return terms == null ? List.of() : terms.classes();
    }

    /** Whether a part of the page that only sites which follow demand have says something. */
    public boolean follows() {
        var terms = site.terms();
        return terms != null && terms.mode().equals("DEMAND");
    }

    /** How long such a job takes; only of one of which that is known. */
    public String typical(PoolDemand demand) {
        var seconds = Objects.requireNonNull(demand.typicalSeconds());
        return Elapsed.words(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    public long heldPilots() {
        return held.stream().mapToLong(HeldRow::count).sum();
    }

    /** What somebody may do to it. */
    Offer offer(Actor who) {
        var possible = Arrays.stream(PoolAction.values())
                .filter(it -> it.suits(site.paused()) && !site.byHand())
                .toList();
        return new Offer(
                "pool",
                site.name(),
                Paths.POOL + "/" + site.name(),
                pager().live(),
                Offer.isMissing(who, possible),
                who.operator() ? possible : List.of(),
                0,
                false);
    }
}
