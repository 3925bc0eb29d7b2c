package org.freshet.server.pilot;

import java.time.Instant;
import java.util.Objects;
import org.freshet.protocol.PilotId;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds pilots whose lease passed. Silence counts only while somebody could have heard: after a start of the server, a
 * start of its database, a time in which it took nothing down, a gap between two sweeps or a step of its clock, every lease
 * begins anew first.
 */
@Component
public class LostPilots {

    private final TransactionTemplate transaction;
    private final PilotSql sql;
    private final PilotSettings settings;
    private final Listening listening;
    private final TurnedAway turnedAway;
    private final ServiceLog log;
    private final ApplicationEventPublisher events;

    LostPilots(
            TransactionTemplate transaction,
            PilotSql sql,
            PilotSettings settings,
            Listening listening,
            TurnedAway turnedAway,
            ServiceLog log,
            ApplicationEventPublisher events) {
        this.transaction = transaction;
        this.sql = sql;
        this.settings = settings;
        this.listening = listening;
        this.turnedAway = turnedAway;
        this.log = log;
        this.events = events;
    }

    /** Returns how many pilots were lost. */
    public int sweep() {
        try {
            return look();
        } catch (RuntimeException e) {
            // A database that fails here may have failed the pilots, too.
            listening.forget("the sweep before failed");
            throw e;
        }
    }

    private int look() {
        var now = sql.moment(turnedAway.times());
        var lost = transaction.execute(
                status -> listening.interruption(now).map(this::beginLeasesAnew).orElseGet(() -> lose(now.database())));
        // Only now, after the commit: leases that could not be renewed are renewed by the next sweep.
        listening.remember(now);
        return Objects.requireNonNull(lost);
    }

    private int beginLeasesAnew(String interruption) {
        var pilots = sql.renewLeases(settings.lease(), settings.idleLease());
        if (pilots > 0) {
            log.info(
                    "lost-pilots",
                    "Leases of " + pilots + (pilots == 1 ? " pilot begin" : " pilots begin") + " anew: " + interruption
                            + ".",
                    Tally.of("pilots", pilots));
        }
        return 0;
    }

    private int lose(Instant asOf) {
        var lost = sql.lose(asOf);
        if (!lost.isEmpty()) {
            log.warning(
                    "lost-pilots",
                    "Lost " + lost.size() + (lost.size() == 1 ? " pilot: " : " pilots: ") + Tally.inWords(lost) + ".",
                    Tally.of("pilots", lost.stream().map(PilotId::value).toList()));
            events.publishEvent(new PilotsLost(lost, "its lease passed"));
        }
        return lost.size();
    }
}
