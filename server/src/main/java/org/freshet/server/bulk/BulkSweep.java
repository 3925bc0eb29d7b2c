package org.freshet.server.bulk;

import org.freshet.server.platform.Chore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets confirmed changes be worked off and old ones be forgotten, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class BulkSweep {

    private final Chore work;
    private final Chore forget;

    BulkSweep(BulkWork work) {
        this.work = new Chore("changes of many jobs", work::sweep);
        this.forget = new Chore("old changes of many jobs", work::forget);
    }

    @Scheduled(fixedDelayString = "${freshet.sweep.every}")
    void work() {
        work.run();
    }

    @Scheduled(initialDelayString = "${freshet.sweep.held-every}", fixedDelayString = "${freshet.sweep.held-every}")
    void forget() {
        forget.run();
    }
}
