package org.freshet.server.pilot;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Counts how often this server could not take down what pilots said: their silence is not theirs then. */
@Component
public class TurnedAway {

    private final AtomicLong times = new AtomicLong();

    /** The database did not take what pilots said. */
    public void add() {
        times.incrementAndGet();
    }

    long times() {
        return times.get();
    }
}
