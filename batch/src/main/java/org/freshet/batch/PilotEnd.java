package org.freshet.batch;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ends local pilots side by side: SIGTERM to each, when the grace period is over SIGKILL to those that are left. */
final class PilotEnd {

    private static final Duration PAUSE = Duration.ofMillis(20);
    /** How long the kernel gets to carry out a SIGKILL. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Set<ProcessIdentity> told = new HashSet<>();

    PilotEnd(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns when all have ended, at the latest a second after the grace period. */
    void end(Collection<PilotDirectory> pilots, Duration grace) {
        var left = List.copyOf(pilots);
        try {
            left = waitFor(left, grace, this::askOnce);
            waitFor(left, LAST_WAIT, PilotDirectory::kill);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left.forEach(pilot -> signal(pilot, PilotDirectory::kill));
        }
    }

    /** Signals again in every round: a process that was just started is found as soon as it has said who it is. */
    private List<PilotDirectory> waitFor(List<PilotDirectory> pilots, Duration limit, Signal signal)
            throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        var left = pilots.stream().filter(this::isThere).toList();
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            left.forEach(pilot -> signal(pilot, signal));
            Thread.sleep(PAUSE);
            left = left.stream().filter(this::isThere).toList();
        }
        return left;
    }

    private void askOnce(PilotDirectory pilot) throws IOException {
        var process = pilot.process();
        if (process.isPresent() && told.add(process.get())) {
            process.get().askToEnd();
        }
    }

    private boolean isThere(PilotDirectory pilot) {
        try {
            return pilot.slot(clock.instant()).isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    private void signal(PilotDirectory pilot, Signal signal) {
        try {
            signal.send(pilot);
        } catch (IOException e) {
            // It cannot be told which process it is, so none is signalled; the next view says so.
        }
    }

    private interface Signal {
        void send(PilotDirectory pilot) throws IOException;
    }
}
