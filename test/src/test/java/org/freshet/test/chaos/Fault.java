package org.freshet.test.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.freshet.test.chaos.Strain.Quiet;

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

    /** Of each minute: from then on nothing but servers and PostgreSQL is struck. */
    private static final int PILOTS_ARE_SPARED_FROM_SECOND = 36;

    /** A short fault, then a lease of 6 s, and the server's look at it. */
    private static final Duration FELT_FOR = Duration.ofSeconds(10);

    /**
     * The faults that follow from a seed. Each kind comes once before any comes again; those with a length are short and
     * long by turns, but short if pilots are soon spared.
     *
     * @param during no fault begins after that
     * @param servers how many there are
     */
    static List<Fault> schedule(long seed, Duration during, int servers) {
        var random = new Random(seed);
        var faults = new ArrayList<Fault>();
        var all = new ArrayList<FaultKind>();
        var sparing = new ArrayList<FaultKind>();
        var at = Duration.ZERO;
        var isLong = random.nextBoolean();
        while (true) {
            at = at.plusMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            if (at.compareTo(during) >= 0) {
                return faults;
            }
            var deck = arePilotsSpared(at, during) ? sparing : all;
            if (deck.isEmpty()) {
                deck.addAll(FaultKind.deck(servers));
                deck.removeIf(it -> deck == sparing && !it.sparesPilots());
                Collections.shuffle(deck, random);
                isLong = !isLong;
            }
            var kind = deck.removeLast();
            var mustBeShort = !kind.sparesPilots() && arePilotsSpared(at.plusMillis(LONG_MILLIS), during);
            var length = Duration.ofMillis(isLong && !mustBeShort ? LONG_MILLIS : SHORT_MILLIS);
            faults.add(new Fault(at, kind, random.nextInt(1000), length));
            isLong = !isLong;
        }
    }

    /** Also when all faults are over. */
    private static boolean arePilotsSpared(Duration at, Duration during) {
        return at.toSecondsPart() >= PILOTS_ARE_SPARED_FROM_SECOND || at.compareTo(during) >= 0;
    }

    /**
     * When pilots are spared, and what had struck before is not felt any more; the last time has no end.
     *
     * @param begin of the faults
     */
    static List<Quiet> quiet(Instant begin, Duration during) {
        var quiet = new ArrayList<Quiet>();
        var spared = Duration.ofSeconds(PILOTS_ARE_SPARED_FROM_SECOND);
        while (true) {
            var first = spared.compareTo(during) < 0 ? spared : during;
            var last = Duration.ofMinutes(spared.toMinutes() + 1);
            var isLast = last.compareTo(during) >= 0;
            quiet.add(new Quiet(
                    micros(begin.plus(first).plus(FELT_FOR)), isLast ? Long.MAX_VALUE : micros(begin.plus(last))));
            if (isLast) {
                return quiet;
            }
            spared = spared.plusMinutes(1);
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
