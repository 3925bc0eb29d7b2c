package org.freshet.server.tally;

import org.freshet.server.platform.Chore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Goes on with the tallies, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class TallySchedule {

    private final Chore tally;

    TallySchedule(Tallies tallies) {
        this.tally = new Chore("tallies", tallies::sweep);
    }

    @Scheduled(
            initialDelayString = "${freshet.sweep.tallies-every:10s}",
            fixedDelayString = "${freshet.sweep.tallies-every:10s}")
    void goOn() {
        tally.run();
    }
}
