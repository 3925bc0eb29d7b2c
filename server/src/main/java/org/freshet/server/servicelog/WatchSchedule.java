package org.freshet.server.servicelog;

import org.freshet.server.platform.Chore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for silence, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class WatchSchedule {

    private final Chore sweep;

    WatchSchedule(Watches watches) {
        this.sweep = new Chore("dead-man switches", watches::sweep);
    }

    @Scheduled(
            initialDelayString = "${freshet.sweep.watches-every:5s}",
            fixedDelayString = "${freshet.sweep.watches-every:5s}")
    void look() {
        sweep.run();
    }
}
