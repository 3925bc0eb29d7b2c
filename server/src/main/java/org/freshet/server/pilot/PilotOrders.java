package org.freshet.server.pilot;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.freshet.protocol.PilotId;
import org.freshet.server.platform.Secret;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The books of the pool: pilots have a row from the moment they are ordered. */
@Service
public class PilotOrders {

    private final PilotSql sql;
    private final ApplicationEventPublisher events;

    PilotOrders(PilotSql sql, ApplicationEventPublisher events) {
        this.sql = sql;
        this.events = events;
    }

    /** Writes down pilots that are about to be submitted; none if the site is paused, or its cap leaves no room for all. */
    @Transactional
    public List<OrderedPilot> order(String site, int count, String reason) {
        var nonces = Stream.generate(() -> Secret.random().text()).limit(count).toList();
        return sql.order(site, nonces, reason);
    }

    /** The batch system has it under this id. */
    @Transactional
    public void submitted(PilotId pilot, String batchId) {
        sql.setBatchId(pilot, batchId);
    }

    /** What the batch system says of pilots' slots; written down where it is new. */
    @Transactional
    public void seen(Collection<SlotStanding> slots) {
        if (!slots.isEmpty()) {
            sql.seen(slots);
        }
    }

    /**
     * The batch system does not have them, and they never registered. One that registered meanwhile is left alone.
     *
     * @return whether any was ended
     */
    @Transactional
    public boolean neverStarted(Collection<PilotId> pilots, String reason) {
        return sql.neverStarted(pilots, reason);
    }

    /**
     * The batch system says that their slots are gone, so they are lost before their leases end.
     *
     * @return whether any was ended
     */
    @Transactional
    public boolean gone(Collection<PilotId> pilots, String reason) {
        var lost = sql.gone(pilots, reason);
        if (!lost.isEmpty()) {
            events.publishEvent(new PilotsLost(lost, reason));
        }
        return !lost.isEmpty();
    }

    /** Those of the nonces whose pilots were told to stop and ended in the books long enough ago to have gone. */
    @Transactional(readOnly = true)
    public Set<String> killed(Set<String> nonces) {
        return sql.killed(nonces);
    }

    /** Those of the nonces whose pilots have ended for so long, while a server listened. */
    @Transactional(readOnly = true)
    public Set<String> overFor(Set<String> nonces, Duration time) {
        return sql.overFor(nonces, time);
    }

    /** Pilots of the site that have not ended, oldest first. */
    @Transactional(readOnly = true)
    public List<AlivePilot> alive(String site) {
        return sql.alive(site);
    }
}
