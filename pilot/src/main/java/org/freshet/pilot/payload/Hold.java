package org.freshet.pilot.payload;

import org.freshet.pilot.platform.PilotClock;
import org.freshet.pilot.platform.PilotClock.Moment;

/**
 * How long an exclusive payload may go on without news of the server.
 *
 * @param until on the pilot's clock
 * @param bootSeconds the same in seconds since boot, as the guardian reads them. Computed once: that clock goes on while
 *     the machine sleeps, the pilot's does not
 */
public record Hold(Moment until, long bootSeconds) {

    public static Hold until(Moment moment) {
        double bootSeconds = ProcessEntry.uptimeSeconds() - moment.age().toMillis() / 1000.0;
        return new Hold(moment, (long) bootSeconds);
    }

    /** Nothing is held. */
    public static Hold none() {
        return until(PilotClock.now());
    }
}
