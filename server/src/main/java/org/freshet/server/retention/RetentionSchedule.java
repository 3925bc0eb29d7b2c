package org.freshet.server.retention;

import org.freshet.server.platform.Chore;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the retention run, soon after the start and then again and again, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class RetentionSchedule implements SmartInitializingSingleton {

    private final Chore weeks;
    private final Chore retention;

    RetentionSchedule(Retention retention) {
        this.weeks = new Chore("weeks of the history", retention::makeWeeksAhead);
        this.retention = new Chore("retention", retention::sweep);
    }

    /** Before anybody writes: a change on its way to the default partition is refused when its week appears meanwhile. */
    @Override
    public void afterSingletonsInstantiated() {
        weeks.run();
    }

    @Scheduled(initialDelayString = "${freshet.retention.every}", fixedDelayString = "${freshet.retention.every}")
    void makeWeeksAhead() {
        weeks.run();
    }

    /** Not while the server is busy with its start. */
    @Scheduled(initialDelayString = "30s", fixedDelayString = "${freshet.retention.every}")
    void removeWhatIsOld() {
        retention.run();
    }
}
