package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.pilot.TurnedAway;
import org.freshet.server.platform.DatabaseAway;
import org.freshet.server.platform.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;

/**
 * Serves some of the pilots, on one thread. HTTP threads hand it an exchange and get a promise; it plays a {@link Round} for
 * all that came while it was busy with the round before, and keeps the promises after the commit. A pilot for which there is
 * no job waits, for the length of the long poll, until the queue grew.
 */
final class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final int MOST_IN_A_ROUND = 1000;
    private static final int TRIES = 3;
    private static final Duration LOOK_AT_LEAST = Duration.ofMillis(500);

    /** Pilots that have nothing to tell, and to which nothing can be given, are heard together. */
    private static final Duration GATHER = Duration.ofMillis(100);

    /** Rounds in a row in which only parked pilots are served. */
    private static final int MOST_WITHOUT_GUESTS = 10;

    private final Round round;
    private final PilotSettings settings;
    private final TurnedAway turnedAway;
    private final Consumer<Lane> others;
    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final LastAnswers lastAnswers = new LastAnswers();

    /** Those that wait longest come first. */
    private final Map<PilotId, Parked> parked = new LinkedHashMap<>();

    private long nextLook = System.nanoTime();
    private boolean moreParkedFit;
    private int roundsWithoutGuests;
    private volatile boolean running;
    private Thread thread = new Thread();

    /** @param others is told when they, too, may find something */
    Lane(Round round, PilotSettings settings, TurnedAway turnedAway, Consumer<Lane> others) {
        this.round = round;
        this.settings = settings;
        this.turnedAway = turnedAway;
        this.others = others;
    }

    private sealed interface Arrival {
        /** A pilot at the counter. */
        record Guest(Visit visit, CompletableFuture<ExchangeAnswer> promise) implements Arrival {}

        /** The queue may have grown. */
        record Hint() implements Arrival {}
    }

    private record Parked(
            Visit visit, Seeker seeker, ExchangeAnswer soFar, CompletableFuture<ExchangeAnswer> promise, long until) {}

    /** Promises an answer, given after everything that it says was committed. */
    CompletableFuture<ExchangeAnswer> exchange(Visit visit) {
        var promise = new CompletableFuture<ExchangeAnswer>();
        if (running) {
            arrivals.add(new Arrival.Guest(visit, promise));
        }
        if (!running) {
            // also one that came after the last round
            promise.completeExceptionally(new Unavailable("The server starts or stops; send the same exchange again."));
        }
        return promise;
    }

    /** The queue may have grown: look at once. */
    void hint() {
        arrivals.add(new Arrival.Hint());
    }

    void start(String name) {
        running = true;
        thread = Thread.ofPlatform().name(name).start(this::serve);
    }

    /** Waits for its end as long as given. */
    void stop(Duration patience) {
        running = false;
        hint();
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        var lookAgain = true;
        while (running) {
            try {
                lookAgain = serveNext(lookAgain);
            } catch (InterruptedException e) {
                running = false;
            } catch (RuntimeException | Error e) {
                log.error("A round failed in a way that nobody expected. Its pilots will ask again.", e);
            }
        }
        parked.values().forEach(it -> it.promise().complete(it.soFar()));
        parked.clear();
        refuse(takeGuests(arrivals), new Unavailable("The server stops; send the same exchange again."));
    }

    /** Serves whoever is there; returns whether the next round should look at the queue at once. */
    private boolean serveNext(boolean lookNow) throws InterruptedException {
        var arrived = takesGuests() ? arrived(lookNow ? System.nanoTime() : nextLook) : List.<Arrival>of();
        // Now and then by ourselves, however many arrive, for a hint that was lost.
        var look = lookNow
                || System.nanoTime() - nextLook >= 0
                || arrived.stream().anyMatch(Arrival.Hint.class::isInstance);
        if (look) {
            nextLook = System.nanoTime() + LOOK_AT_LEAST.toNanos();
        }
        var guests = admit(takeGuests(arrived));
        var somethingToDo = !guests.isEmpty() || (look && !parked.isEmpty());
        var lookAgain = somethingToDo && playForAll(guests, look);
        answerThoseWhoWaitedLongEnough();
        return lookAgain;
    }

    /** A pilot without a job comes before one that tells of its last; not for so long that others would think us dead. */
    private boolean takesGuests() {
        roundsWithoutGuests = moreParkedFit ? (roundsWithoutGuests + 1) % (MOST_WITHOUT_GUESTS + 1) : 0;
        moreParkedFit = false;
        return roundsWithoutGuests == 0;
    }

    /** Whoever has come, or comes first; together with those who come meanwhile if all of them have time. */
    private List<Arrival> arrived(long until) throws InterruptedException {
        var arrived = new ArrayList<Arrival>();
        var next = arrivals.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        var end = Math.min(until, System.nanoTime() + GATHER.toNanos());
        while (next != null) {
            arrived.add(next);
            var hasTime = hasTime(next) && arrived.size() < MOST_IN_A_ROUND;
            next = hasTime ? arrivals.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS) : null;
        }
        if (!arrived.isEmpty()) {
            arrivals.drainTo(arrived, MOST_IN_A_ROUND - arrived.size());
        }
        return arrived;
    }

    private boolean hasTime(Arrival one) {
        return one instanceof Arrival.Guest(var visit, var _)
                && visit.isQuiet()
                && (!visit.wants() || round.nothingWaits());
    }

    private static List<Arrival.Guest> takeGuests(Iterable<Arrival> arrived) {
        var guests = new ArrayList<Arrival.Guest>();
        for (var one : arrived) {
            if (one instanceof Arrival.Guest guest) {
                guests.add(guest);
            }
        }
        return guests;
    }

    /** One guest per pilot: repetitions get the answer of the first, and whoever comes anew does not wait any more. */
    private List<Arrival.Guest> admit(List<Arrival.Guest> guests) {
        var admitted = new ArrayList<Arrival.Guest>();
        var pilots = new HashSet<PilotId>();
        for (var guest : guests) {
            var visit = guest.visit();
            var waits = parked.get(visit.pilot());
            var known = lastAnswers.find(visit);
            if (known != null) {
                guest.promise().complete(known);
            } else if (waits != null && LastAnswers.isSame(waits.visit(), visit)) {
                waits.promise().complete(waits.soFar());
                parked.put(
                        visit.pilot(),
                        new Parked(visit, waits.seeker(), waits.soFar(), guest.promise(), waits.until()));
            } else if (pilots.add(visit.pilot())) {
                if (waits != null) {
                    parked.remove(visit.pilot());
                    waits.promise().complete(waits.soFar());
                }
                admitted.add(guest);
            } else {
                arrivals.add(guest);
            }
        }
        return admitted;
    }

    /** Whatever happens in it, no guest of a round waits in vain. */
    private boolean playForAll(List<Arrival.Guest> guests, boolean look) {
        try {
            return play(guests, look);
        } catch (RuntimeException | Error e) {
            refuse(guests, new Unavailable("The server failed; send the same exchange again.", e));
            throw e;
        }
    }

    private boolean play(List<Arrival.Guest> guests, boolean look) {
        var visits = guests.stream().map(Arrival.Guest::visit).toList();
        var waiting = look ? new ParkedWishes() : List.<Seeker>of();
        Round.Result result;
        try {
            result = playUntilItSucceeds(visits, waiting);
        } catch (RuntimeException e) {
            return failed(guests, e);
        }
        // First those that waited: a guest that waits from now on is among the answered, too.
        result.answers().forEach(this::settle);
        result.outdated().forEach(this::endWait);
        guests.forEach(it -> settle(it, result));
        moreParkedFit = result.goesOn();
        var next = result.next();
        if (next == null) {
            return false;
        }
        nextLook = Math.min(nextLook, System.nanoTime() + next.toNanos());
        if (next.isZero()) {
            others.accept(this);
        }
        return next.isZero();
    }

    /** With what is left of the lives of their pilots; most looks at an empty queue need none of them. */
    private final class ParkedWishes extends AbstractCollection<Seeker> {

        @Override
        public Iterator<Seeker> iterator() {
            var now = System.nanoTime();
            return parked.values().stream()
                    .map(it -> it.seeker().after(settings.longPoll().minusNanos(it.until() - now)))
                    .iterator();
        }

        @Override
        public int size() {
            return parked.size();
        }
    }

    private void settle(PilotId pilot, ExchangeAnswer answer) {
        var waits = parked.remove(pilot);
        if (waits != null) {
            keep(waits.visit(), withOutcomesOf(waits.soFar(), answer), waits.promise());
        }
    }

    private void endWait(PilotId pilot) {
        var waits = parked.remove(pilot);
        if (waits != null) {
            waits.promise().complete(waits.soFar());
        }
    }

    private static ExchangeAnswer withOutcomesOf(ExchangeAnswer soFar, ExchangeAnswer answer) {
        return new ExchangeAnswer(soFar.seq(), soFar.outcomes(), answer.directives(), answer.job());
    }

    /** Deadlocks and lost races pass by themselves; nothing of the round is in the database. */
    private Round.Result playUntilItSucceeds(List<Visit> visits, Collection<Seeker> waiting) {
        for (int n = 1; ; n++) {
            try {
                return round.play(visits, waiting);
            } catch (TransientDataAccessException e) {
                if (n == TRIES) {
                    throw e;
                }
                log.info("A round is played again: {}", e.getMessage());
            }
        }
    }

    /** The database is away: everybody asks again. Else one guest is the cause, and alone shows who. */
    private boolean failed(List<Arrival.Guest> guests, RuntimeException e) {
        var contended = DatabaseAway.isContention(e);
        var away = DatabaseAway.explains(e) && !contended;
        if (away) {
            turnedAway.add();
        }
        if (away || guests.isEmpty()) {
            log.warn("A round of {} pilots failed; they will ask again: {}", guests.size(), e.toString());
            refuse(guests, new Unavailable("The database cannot be reached now. Send the same exchange again.", e));
        } else if (guests.size() == 1 && contended) {
            log.warn(
                    "The exchange of pilot {} met others in its way {} times; it will ask again: {}",
                    guests.getFirst().visit().pilot(),
                    TRIES,
                    e.toString());
            refuse(guests, new Unavailable(DatabaseAway.sentence(e), e));
        } else if (guests.size() == 1) {
            log.error(
                    "The exchange of pilot {} failed", guests.getFirst().visit().pilot(), e);
            guests.getFirst().promise().completeExceptionally(e);
        } else {
            guests.forEach(it -> play(List.of(it), false));
            return true;
        }
        return false;
    }

    private static void refuse(List<Arrival.Guest> guests, Unavailable why) {
        guests.forEach(it -> it.promise().completeExceptionally(why));
    }

    private void settle(Arrival.Guest guest, Round.Result result) {
        var visit = guest.visit();
        var refusal = result.refused().get(visit.pilot());
        var answer = result.answers().get(visit.pilot());
        var seeker = result.stillSeeking().get(visit.pilot());
        if (refusal != null) {
            guest.promise().completeExceptionally(refusal);
        } else if (answer == null) {
            guest.promise()
                    .completeExceptionally(new IllegalStateException("pilot " + visit.pilot() + " got no answer"));
        } else if (seeker == null) {
            keep(visit, answer, guest.promise());
        } else {
            var until = System.nanoTime() + settings.longPoll().toNanos();
            parked.put(visit.pilot(), new Parked(visit, seeker, answer, guest.promise(), until));
        }
    }

    private void keep(Visit visit, ExchangeAnswer answer, CompletableFuture<ExchangeAnswer> promise) {
        lastAnswers.put(visit, answer);
        promise.complete(answer);
    }

    private void answerThoseWhoWaitedLongEnough() {
        var now = System.nanoTime();
        var over =
                parked.values().stream().takeWhile(it -> it.until() - now <= 0).toList();
        for (var waits : over) {
            parked.remove(waits.visit().pilot());
            keep(waits.visit(), waits.soFar(), waits.promise());
        }
    }
}
