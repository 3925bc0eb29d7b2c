package org.freshet.test.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param at after the beginning
 * @param target which of several, counted round
 * @param length until it is over, where it has a length
 */
record Fault(Duration at, FaultKind kind, int target, Duration length) {

    private static final int SHORTEST_PAUSE_MILLIS = 1000;
    private static final int LONGEST_PAUSE_MILLIS = 3000;

    /** Well below the lease of a busy pilot, and well above it. */
    private static final int SHORT_MILLIS = 1500;

    private static final int LONG_MILLIS = 8000;

    /**
     * The faults that follow from a seed. Each kind comes once before any comes again; those with a length are short and
     * long by turns.
     *
     * @param during no fault begins after that
     * @param servers how many there are
     */
    static List<Fault> schedule(long seed, Duration during, int servers) {
        var random = new Random(seed);
        var faults = new ArrayList<Fault>();
        var deck = new ArrayList<FaultKind>();
        var at = Duration.ZERO;
        var isLong = random.nextBoolean();
        while (true) {
            at = at.plusMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            if (at.compareTo(during) >= 0) {
                return faults;
            }
            if (deck.isEmpty()) {
                deck.addAll(FaultKind.deck(servers));
                Collections.shuffle(deck, random);
                isLong = !isLong;
            }
            var length = Duration.ofMillis(isLong ? LONG_MILLIS : SHORT_MILLIS);
            faults.add(new Fault(at, deck.removeLast(), random.nextInt(1000), length));
            isLong = !isLong;
        }
    }
}
