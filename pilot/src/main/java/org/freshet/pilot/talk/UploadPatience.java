package org.freshet.pilot.talk;

import java.time.Duration;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;

/**
 * How long the logs of one payload are tried, although the server answers everything else: the news of its end waits for
 * them. While no server answers anything, as in an outage, they are tried for ever.
 */
final class UploadPatience {

    /** The first one may have begun before the server was back. */
    private static final int FAILURES = 2;

    private Moment since;
    private int failures;

    UploadPatience(Duration limit) {
        this.since = PilotClock.now().plus(limit);
    }

    /**
     * One more try has failed.
     *
     * @param answered when an exchange was answered last; a failure counts if there was one since the last that counted
     * @return whether it was the last one
     */
    boolean isOver(Moment answered) {
        if (answered.isAfter(since)) {
            failures++;
            since = PilotClock.now();
        }
        return failures >= FAILURES;
    }
}
