package org.freshet.server.alarm;

import org.freshet.server.platform.Chore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at the rules, unless {@code freshet.sweep.enabled} is false. Begins a minute after the server: pools are calculated and
 * services write again by then, and what waited meanwhile is being handed out.
 */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class AlarmSchedule {

    static final long FIRST_MS = 60_000;

    private final Chore sweep;

    AlarmSchedule(AlarmSweep alarms) {
        this.sweep = new Chore("alarms", alarms::sweep);
    }

    /** At a fixed rate: with virtual threads it then has a thread of its own, and delays no other sweep. */
    @Scheduled(initialDelay = FIRST_MS, fixedRateString = "${freshet.alarm.every:10s}")
    void look() {
        sweep.run();
    }
}
