package org.freshet.pilot.talk;

import java.time.Duration;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;

/**
 * How long the logs of one payload are tried, although the server answers everything else: the news of its end waits for
 * them. While no server answers anything, the time stands still.
 */
final class UploadPatience {

    /** A server that was not heard for so many heartbeats is away. */
    private static final int HEARTBEATS = 3;

    private final Duration limit;
    private final Duration away;
    private Moment since = PilotClock.now();

    UploadPatience(Duration limit, Duration heartbeat) {
        this.limit = limit;
        this.away = heartbeat.multipliedBy(HEARTBEATS);
    }

    /**
     * One more try has failed.
     *
     * @param answered when an exchange was answered last
     * @return whether it was the last one
     */
    boolean isOver(Moment answered) {
        if (answered.age().compareTo(away) > 0) {
            since = PilotClock.now();
        }
        return since.plus(limit).isPast();
    }
}
