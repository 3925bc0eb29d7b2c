package org.freshet.server.pilot;

import java.time.Duration;
import org.freshet.server.servicelog.ServiceLog;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds pilots whose lease passed. Silence counts only while somebody could have heard: after a start of the server, a
 * gap between two sweeps or a step of the database's clock, every lease begins anew first.
 */
@Component
public class LostPilots {

    private final PilotSql sql;
    private final PilotSettings settings;
    private final Listening listening;
    private final ServiceLog log;
    private final ApplicationEventPublisher events;

    LostPilots(
            PilotSql sql,
            PilotSettings settings,
            Listening listening,
            ServiceLog log,
            ApplicationEventPublisher events) {
        this.sql = sql;
        this.settings = settings;
        this.listening = listening;
        this.log = log;
        this.events = events;
    }

    /** Returns how many pilots were lost. */
    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    @Transactional
    public int sweep() {
        var deafness = listening.interruption(sql.databaseTime(), Duration.ofNanos(System.nanoTime()));
        if (deafness.isPresent()) {
            var pilots = sql.renewLeases(settings.lease(), settings.idleLease());
            if (pilots > 0) {
                log.info("lost-pilots", "Leases of " + pilots + " pilots begin anew: " + deafness.get() + ".");
            }
            return 0;
        }
        var lost = sql.lose();
        if (!lost.isEmpty()) {
            log.warning("lost-pilots", "Lost " + lost.size() + (lost.size() == 1 ? " pilot: " : " pilots: ") + lost);
            events.publishEvent(new PilotsLost(lost, "its lease passed"));
        }
        return lost.size();
    }
}
