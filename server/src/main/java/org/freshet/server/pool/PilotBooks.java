package org.freshet.server.pool;

import java.util.List;
import java.util.Set;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;
import org.freshet.server.pilot.OrderedPilot;
import org.freshet.server.pilot.PilotOrders;
import org.freshet.server.pilot.Sites;
import org.springframework.stereotype.Component;

/** The books kept by package {@code pilot}. */
@Component
class PilotBooks implements PoolBooks {

    private final Sites sites;
    private final PilotOrders orders;

    PilotBooks(Sites sites, PilotOrders orders) {
        this.sites = sites;
        this.orders = orders;
    }

    @Override
    public List<PoolSite> sites() {
        return sites.all().stream()
                .filter(site -> site.mode().equals("FIXED"))
                .map(site -> new PoolSite(site.name(), site.batch(), site.cap(), site.ramp(), site.paused()))
                .toList();
    }

    @Override
    public List<AlivePilot> alive(String site) {
        return orders.alive(site);
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
    public Set<String> killed(Set<String> nonces) {
        return nonces.isEmpty() ? Set.of() : orders.killed(nonces);
    }

    @Override
    public void neverStarted(PilotId pilot, String reason) {
        orders.neverStarted(List.of(pilot), reason);
    }

    @Override
    public void gone(PilotId pilot, String reason) {
        orders.gone(List.of(pilot), reason);
    }
}
