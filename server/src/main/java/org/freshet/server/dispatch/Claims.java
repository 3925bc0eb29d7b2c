package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.freshet.protocol.PilotId;
import org.freshet.server.dispatch.ClaimSql.Source;
import org.freshet.server.dispatch.ClaimSql.Taken;
import org.freshet.server.dispatch.QueueView.Place;
import org.freshet.server.dispatch.QueueView.Seen;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Couples waiting jobs to pilots: pilots to which the same classes of jobs fit are served by one statement, those with
 * the smallest choice first.
 */
@Component
class Claims {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(20);

    /** Of the heads of the queue, that somebody else may hold. */
    private static final int BEYOND = 1000;

    private final ClaimSql sql;
    private final QueueView view = new QueueView(System::nanoTime);
    /** When each type was served last, on a counter; so types of one priority take turns. */
    private final Map<String, Long> turns = new ConcurrentHashMap<>();

    private final AtomicLong turn = new AtomicLong();

    /** From the claim to the commit. */
    private final ReentrantLock queue = new ReentrantLock();

    /** Then nobody waits for it until somebody had it. */
    private volatile boolean isHeldLong;

    private volatile boolean nothingWaits;

    Claims(ClaimSql sql) {
        this.sql = sql;
    }

    /**
     * What is in the queue.
     *
     * @param open classes of which jobs may be given now
     * @param limited types of which only some may be given
     * @param someAreFull whether other classes wait until jobs of their type end
     * @param seen all classes, and where their first jobs stand
     */
    record Waiting(List<WaitingClass> open, Set<String> limited, boolean someAreFull, Seen seen) {

        static final Waiting NOTHING = new Waiting(List.of(), Set.of(), false, new Seen(List.of(), Map.of()));
    }

    Waiting waiting() {
        var seen = view.see(sql::waiting);
        var all = seen.classes();
        nothingWaits = all.isEmpty();
        if (all.isEmpty()) {
            return Waiting.NOTHING;
        }
        var isFull = sql.limitedTypes(
                all.stream().map(it -> it.requirement().jobtype()).collect(Collectors.toSet()));
        var open = all.stream()
                .filter(it -> !isFull.getOrDefault(it.requirement().jobtype(), false))
                .toList();
        var limited = isFull.entrySet().stream()
                .filter(it -> !it.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new Waiting(open, limited, open.size() < all.size(), seen);
    }

    /** Whether the queue was empty when it was looked at last; of what was added since, a hint tells, or the next look. */
    boolean nothingWaits() {
        return nothingWaits;
    }

    /** Whether any of the classes fits the pilot. */
    static boolean anyFits(List<WaitingClass> waiting, Seeker seeker) {
        return waiting.stream().anyMatch(it -> fits(it, seeker));
    }

    /**
     * What was claimed.
     *
     * @param again in what time more may be found; null if nothing speaks for that
     */
    record Result(List<Claimed> jobs, @Nullable Duration again) {}

    Result claim(Waiting waiting, List<Seeker> seekers) {
        var groups = groups(waiting.open(), seekers);
        if (groups.isEmpty()) {
            return new Result(List.of(), again(false));
        }
        waitForTheQueue();
        var places = sql.lockFreePlaces(waiting.limited());
        var behind = waiting.open().stream().collect(Collectors.toMap(it -> it, waiting.seen()::passed));
        var taken = new ArrayList<Taken>();
        var someLeft = false;
        for (var group : groups) {
            var missing = claim(group, behind, places, taken, 0);
            if (anyLeft(missing, behind, places)) {
                missing = claim(missing, behind, places, taken, BEYOND);
                someLeft |= anyLeft(missing, behind, places);
            }
        }
        taken.forEach(it -> waiting.seen().passed().merge(it.classId(), it.place(), Place::later));
        return new Result(taken.stream().map(Taken::claimed).toList(), again(someLeft));
    }

    /** Jobs that somebody else has in hands may come back; those that nobody has seen yet are seen by the next look. */
    private @Nullable Duration again(boolean someLeft) {
        if (someLeft) {
            return SOON;
        }
        var rest = view.rest();
        return rest.isZero() ? null : rest;
    }

    /** Returns those of the group that were given nothing. */
    private Group claim(
            Group group, Map<WaitingClass, Place> behind, Map<String, Integer> places, List<Taken> taken, int beyond) {
        var served = new HashSet<PilotId>();
        for (var one : sql.claim(sources(group.classes(), behind, places), group.seekers(), beyond)) {
            var type = one.claimed().assignment().jobtype();
            places.computeIfPresent(type, (name, free) -> free - 1);
            turns.put(type, turn.incrementAndGet());
            served.add(one.claimed().pilot());
            taken.add(one);
        }
        return new Group(
                group.classes(),
                group.seekers().stream()
                        .filter(it -> !served.contains(it.pilot()))
                        .toList());
    }

    private boolean anyLeft(Group missing, Map<WaitingClass, Place> behind, Map<String, Integer> places) {
        return !missing.seekers().isEmpty() && sql.someLeft(sources(missing.classes(), behind, places));
    }

    /**
     * One lane after the other, until the commit: else they would reach for the same jobs, and one would have none. Not for
     * long, and not for the books, which are right without it: the other may wait, inside the database, for what this one
     * has locked.
     */
    private void waitForTheQueue() {
        try {
            isHeldLong = !queue.tryLock(isHeldLong ? 0 : PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!isHeldLong) {
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        queue.unlock();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Group(List<WaitingClass> classes, List<Seeker> seekers) {}

    private static List<Group> groups(List<WaitingClass> waiting, List<Seeker> seekers) {
        var byClasses = new LinkedHashMap<BitSet, List<Seeker>>();
        for (var seeker : seekers) {
            var fitting = new BitSet(waiting.size());
            for (int n = 0; n < waiting.size(); n++) {
                fitting.set(n, fits(waiting.get(n), seeker));
            }
            if (!fitting.isEmpty()) {
                byClasses.computeIfAbsent(fitting, it -> new ArrayList<>()).add(seeker);
            }
        }
        return byClasses.entrySet().stream()
                .map(it -> new Group(it.getKey().stream().mapToObj(waiting::get).toList(), it.getValue()))
                .sorted(Comparator.comparingInt(it -> it.classes().size()))
                .toList();
    }

    private List<Source> sources(
            List<WaitingClass> classes, Map<WaitingClass, Place> behind, Map<String, Integer> places) {
        return classes.stream()
                .map(it -> {
                    var type = it.requirement().jobtype();
                    var turn = turns.getOrDefault(type, 0L);
                    return new Source(it.id(), type, Objects.requireNonNull(behind.get(it)), turn, places.get(type));
                })
                .toList();
    }

    private static boolean fits(WaitingClass waiting, Seeker seeker) {
        return Criterion.allHold(waiting.requirement(), seeker.site(), seeker.offer());
    }
}
