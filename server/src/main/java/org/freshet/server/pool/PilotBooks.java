package org.freshet.server.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freshet.batch.Slot;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;
import org.freshet.server.pilot.OrderedPilot;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.server.pilot.Site;
import org.freshet.server.pilot.SiteChanges;
import org.freshet.server.pilot.Sites;
import org.freshet.server.pilot.SlotStanding;
import org.springframework.stereotype.Component;

/** The books kept by package {@code pilot}, and what the pool itself keeps. */
@Component
class PilotBooks implements PoolBooks {

    private final Sites sites;
    private final SiteChanges changes;
    private final PilotOrders orders;
    private final DemandSql demand;
    private final StandingSql standings;
    private final EarlyEndSql earlyEnds;

    PilotBooks(
            Sites sites,
            SiteChanges changes,
            PilotOrders orders,
            DemandSql demand,
            StandingSql standings,
            EarlyEndSql earlyEnds) {
        this.sites = sites;
        this.changes = changes;
        this.orders = orders;
        this.demand = demand;
        this.standings = standings;
        this.earlyEnds = earlyEnds;
    }

    @Override
    public List<PoolSite> sites() {
        return sites.all().stream().map(PilotBooks::poolSite).toList();
    }

    private static PoolSite poolSite(Site site) {
        return new PoolSite(
                site.name(),
                site.batch(),
                site.mode().equals("DEMAND"),
                site.cap(),
                site.reserve(),
                site.ramp(),
                site.paused(),
                site.lifetime().toSeconds(),
                site.asks());
    }

    @Override
    public List<AlivePilot> alive(String site) {
        return orders.alive(site);
    }

    @Override
    public List<Waiting> waiting(String site) {
        return demand.waiting(site);
    }

    @Override
    public List<Offer> offers(PoolSite site) {
        return demand.offers(site.name(), site.lifetimeSeconds());
    }

    @Override
    public List<OrderedPilot> order(String site, int count, String reason) {
        return orders.order(site, count, reason);
    }

    @Override
    public void submitted(PilotId pilot, String batchId) {
        orders.submitted(pilot, batchId);
    }

    @Override
    public void seen(Map<PilotId, Slot> slots) {
        orders.seen(slots.entrySet().stream()
                .map(it -> standing(it.getKey(), it.getValue()))
                .toList());
    }

    private static SlotStanding standing(PilotId pilot, Slot slot) {
        var hold = slot.hold();
        return hold == null
                ? new SlotStanding(pilot, slot.state().name(), null, null, null, null)
                : new SlotStanding(
                        pilot, slot.state().name(), hold.code(), hold.subcode(), hold.reason(), hold.advice());
    }

    @Override
    public Set<String> killed(Set<String> nonces) {
        return nonces.isEmpty() ? Set.of() : orders.killed(nonces);
    }

    @Override
    public Set<String> overFor(Set<String> nonces, Duration time) {
        return nonces.isEmpty() ? Set.of() : orders.overFor(nonces, time);
    }

    @Override
    public boolean neverStarted(PilotId pilot, String reason) {
        return orders.neverStarted(List.of(pilot), reason);
    }

    @Override
    public boolean gone(PilotId pilot, String reason) {
        return orders.gone(List.of(pilot), reason);
    }

    @Override
    public int fruitlessOrders(String site, Duration queuedFor) {
        return standings.fruitlessOrders(site, queuedFor);
    }

    @Override
    public EarlyEnds earlyEnds(String site) {
        return earlyEnds.inARow(site);
    }

    @Override
    public Optional<String> pausedByPool(String site) {
        return standings.pausedByPool(site);
    }

    @Override
    public void pause(String site, String reason) {
        changes.pauseByPool(site, reason);
    }
}
