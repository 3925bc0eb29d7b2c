package org.freshet.server.dispatch;

import java.time.Duration;
import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.platform.Chore;
import org.freshet.server.platform.StartRefused;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the sweeps run, each by itself, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class Sweeps {

    private final Chore lostPilots;
    private final Chore startDeadline;
    private final Chore overdue;
    private final Chore expiry;
    private final Chore expiryOfHeld;

    Sweeps(
            LostPilots lostPilots,
            StartDeadline startDeadline,
            OverdueJobs overdue,
            Expiry expiry,
            SweepSettings settings,
            PilotSettings pilots) {
        refuseIfRare(settings.every(), pilots.longestGap().dividedBy(2));
        this.lostPilots = new Chore("sweep lost-pilots", lostPilots::sweep);
        this.startDeadline = new Chore("sweep start-deadline", startDeadline::sweep);
        this.overdue = new Chore("sweep overdue", overdue::sweep);
        this.expiry = new Chore("sweep expiry", expiry::sweep);
        this.expiryOfHeld = new Chore("sweep expiry of held jobs", expiry::sweepHeld);
    }

    private static void refuseIfRare(Duration every, Duration longest) {
        if (every.compareTo(longest) > 0) {
            throw new StartRefused(
                    "freshet.sweep.every (" + every.toMillis() + " ms) is longer than " + longest.toMillis()
                            + " ms: pauses as long count as times in which nobody listened, so no pilot would ever be lost.",
                    "Make it shorter, or freshet.pilot.lease longer: a quarter of that, and at most 5 s, is allowed.");
        }
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void losePilots() {
        lostPilots.run();
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void enforceTheStartDeadline() {
        startDeadline.run();
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void endOverdueJobs() {
        overdue.run();
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void expireWaitingJobs() {
        expiry.run();
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.held-every}")
    void expireHeldJobs() {
        expiryOfHeld.run();
    }
}
