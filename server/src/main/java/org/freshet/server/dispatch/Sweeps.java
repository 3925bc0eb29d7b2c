package org.freshet.server.dispatch;

import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the sweeps run, each by itself, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class Sweeps {

    private final LostPilots lostPilots;
    private final StartDeadline startDeadline;
    private final Expiry expiry;

    Sweeps(LostPilots lostPilots, StartDeadline startDeadline, Expiry expiry) {
        this.lostPilots = lostPilots;
        this.startDeadline = startDeadline;
        this.expiry = expiry;
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void losePilots() {
        lostPilots.sweep();
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void enforceTheStartDeadline() {
        startDeadline.sweep();
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void expireWaitingJobs() {
        expiry.sweep();
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.held-every}")
    void expireHeldJobs() {
        expiry.sweepHeld();
    }
}
