package org.freshet.server.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.pilot.AlivePilot;
import org.jspecify.annotations.Nullable;

/**
 * Slows a site down whose pilots die when they start, so that a broken program is not started over and over. After three
 * failures in a row it waits 10 s, 30 s, then 60 s between tries, each with one pilot, until one stays.
 */
final class StartFailures {

    static final int PATIENCE = 3;
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
    /** A registered pilot has started well when it is there this long after its order. */
    private static final Duration TRIAL = Duration.ofSeconds(10);

    private final Map<PilotId, Instant> onTrial = new HashMap<>();
    private int inARow;
    private int waits;
    private Instant nextTry = Instant.MIN;

    void ordered(Collection<PilotId> pilots, Instant now) {
        pilots.forEach(pilot -> onTrial.put(pilot, now));
    }

    /** These were ended before they could show that they start well. */
    void ended(Collection<PilotId> pilots) {
        onTrial.keySet().removeAll(pilots);
    }

    /** None of these was started. */
    void refused(Collection<PilotId> pilots, Instant now) {
        onTrial.keySet().removeAll(pilots);
        count(pilots.size(), now);
    }

    /**
     * Judges the pilots on trial.
     *
     * @param census who is there, and who is not
     * @param died those that were found dead now; others may have been quicker
     */
    void observe(Census census, Set<PilotId> died, Instant now) {
        var failed = ids(census.neverStarted());
        var neverGotIn = ids(census.neverStarted().stream()
                .filter(it -> it.batchId() == null)
                .toList());
        onTrial.keySet().removeAll(neverGotIn);
        failed.addAll(ids(census.gone()));
        failed.retainAll(onTrial.keySet());
        onTrial.keySet().removeAll(failed);
        failed.retainAll(died);
        var alive = census.pilots().stream()
                .collect(Collectors.toMap(it -> it.pilot().id(), Census.Entry::pilot));
        if (onTrial.entrySet().removeIf(it -> startedWell(alive.get(it.getKey()), it.getValue(), now))) {
            inARow = 0;
            waits = 0;
        }
        count(failed.size(), now);
    }

    StartLimit limit(Instant now) {
        if (inARow < PATIENCE) {
            return StartLimit.NONE;
        }
        var row = inARow + " starts in a row failed";
        return now.isBefore(nextTry)
                ? new StartLimit(0, row + ", next try at " + nextTry.truncatedTo(ChronoUnit.SECONDS))
                : new StartLimit(1, row + ", one at a time until a pilot stays");
    }

    /** @param before how often it has waited already */
    static Duration wait(int before) {
        return WAITS.get(Math.min(before, WAITS.size() - 1));
    }

    private void count(int failures, Instant now) {
        inARow += failures;
        if (failures > 0 && inARow >= PATIENCE) {
            nextTry = now.plus(wait(waits));
            waits++;
        }
    }

    /** One that is alive no more and did not die ended in its own way, with its work done. */
    private static boolean startedWell(@Nullable AlivePilot pilot, Instant ordered, Instant now) {
        return pilot == null || (pilot.state() != PilotState.SUBMITTED && !now.isBefore(ordered.plus(TRIAL)));
    }

    private static Set<PilotId> ids(List<AlivePilot> pilots) {
        return pilots.stream().map(AlivePilot::id).collect(Collectors.toCollection(HashSet::new));
    }
}
