package org.freshet.pilot.talk;

import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import org.freshet.pilot.platform.PilotLog;

/**
 * One call that is tried until it succeeds. After a failure it goes to the next server at once; when every server was
 * tried (a lone one twice, because its first failure is often just a connection that had grown old) it pauses, each
 * time longer, for a random time so that a thousand pilots do not come back at once.
 */
final class Retry {

    private static final int LEAST_TRIES_PER_ROUND = 2;

    private final String what;
    private final Addresses addresses;
    private final Timing timing;
    private final PilotLog log;
    private int failures;

    /** @param what is being tried, for the log */
    Retry(String what, Addresses addresses, Timing timing, PilotLog log) {
        this.what = what;
        this.addresses = addresses;
        this.timing = timing;
        this.log = log;
    }

    void failed(URI address, String why) throws InterruptedException {
        failures++;
        if (failures == LEAST_TRIES_PER_ROUND) {
            log.say("No answer to " + what + " from " + address + ": " + why
                    + ". It is tried again until it succeeds.");
        }
        addresses.failed(address);
        int perRound = Math.max(LEAST_TRIES_PER_ROUND, addresses.count());
        if (failures % perRound == 0) {
            Thread.sleep(timing.pause(
                    failures / perRound, ThreadLocalRandom.current().nextDouble()));
        }
    }

    void succeeded(URI address) {
        if (failures >= LEAST_TRIES_PER_ROUND) {
            log.say("The server at " + address + " answered " + what + " after " + failures + " failures.");
        }
    }
}
