package org.freshet.server.pool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.freshet.batch.BatchSystem;
import org.freshet.protocol.PoolRun;
import org.freshet.server.platform.Conflict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every site at its size; what goes wrong with one does not stop the others. */
final class PilotPool {

    private static final Logger log = LoggerFactory.getLogger(PilotPool.class);

    private static final String ALL_SITES = "all sites";
    private static final String SERVICE = "service pool";

    private final PoolBooks books;
    private final Map<String, PoolBatch> systems;
    private final TurnGiver turns;
    private final Supplier<SitePool> newSite;
    private final LongSupplier nanoTime;
    private final Map<String, Calculator> calculators = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    /** Sites whose pilots another host looks after, and which. */
    private final Map<String, String> elsewhere = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    /**
     * @param systems by kind, for example {@code LOCAL}
     * @param turns gives the turn of a site to somebody, or throws a {@link Conflict}
     * @param nanoTime a clock that never goes back
     */
    PilotPool(
            PoolBooks books,
            Map<String, PoolBatch> systems,
            TurnGiver turns,
            Supplier<SitePool> newSite,
            LongSupplier nanoTime) {
        this.books = books;
        this.systems = Map.copyOf(systems);
        this.turns = turns;
        this.newSite = newSite;
        this.nanoTime = nanoTime;
    }

    /** Gives the turn of a site to somebody on some host. */
    interface TurnGiver {
        Turn take(String site, PoolHost host, String by);

        /** Throws {@link OtherHost} if another host looks after the site; takes nothing. */
        void refuseOthers(String site, PoolHost host);
    }

    /** Of one site. */
    private final class Calculator {

        private final SitePool pool = newSite.get();
        private final ReentrantLock calculating = new ReentrantLock();
        private long lastNanos = nanoTime.getAsLong() - Duration.ofDays(1).toNanos();

        private boolean isDue(Duration every) {
            return nanoTime.getAsLong() - lastNanos >= every.toNanos();
        }
    }

    private Calculator calculator(PoolSite site) {
        return calculators.computeIfAbsent(site.batch() + " " + site.name(), _ -> new Calculator());
    }

    /** Returns how many pilots were submitted to the batch systems that answer at once; the others are asked meanwhile. */
    int sweep() {
        if (stopped) {
            return 0;
        }
        try {
            var submitted = books.sites().stream().mapToInt(this::sweep).sum();
            failures.remove(ALL_SITES);
            return submitted;
        } catch (RuntimeException e) {
            note(ALL_SITES, e);
            return 0;
        }
    }

    private int sweep(PoolSite site) {
        var system = systems.get(site.batch());
        if (system == null || stopped || !calculator(site).isDue(system.every())) {
            return 0;
        }
        if (system.isSlow()) {
            Thread.ofVirtual().name("pool of " + site.name()).start(() -> sweep(site, system));
            return 0;
        }
        return sweep(site, system);
    }

    private int sweep(PoolSite site, PoolBatch system) {
        try {
            var run = calculate(site, system.system(), system.host(), SERVICE, false);
            failures.remove(site.name());
            elsewhere.remove(site.name());
            return run.map(it -> it.pilots().size()).orElse(0);
        } catch (OtherHost e) {
            if (!e.host().equals(elsewhere.put(site.name(), e.host()))) {
                calculator(site).pool.restsFor(site, system.host(), e.host());
            }
            return 0;
        } catch (Conflict e) {
            return 0; // somebody else calculates, which is as good
        } catch (RuntimeException e) {
            note(site.name(), e);
            return 0;
        }
    }

    /** Whether this server asks the batch system of the site by itself. */
    Optional<PoolBatch> own(PoolSite site) {
        return Optional.ofNullable(systems.get(site.batch()));
    }

    /**
     * A calculation that somebody asked for.
     *
     * @param batch the site's batch system
     * @param host where it is asked
     * @param by who, for the ledger
     * @param dry whether nothing is to be done
     * @throws Conflict if one is under way, or another host looks after the site
     */
    PoolRun run(PoolSite site, BatchSystem batch, PoolHost host, String by, boolean dry) {
        if (dry) {
            turns.refuseOthers(site.name(), host);
            return calculator(site).pool.tryOut(site, batch).askedBy(by);
        }
        return calculate(site, batch, host, by, true)
                .orElseThrow(() -> new Conflict(
                        "The pool of " + site.name() + " is being calculated by this server. Nothing was done now."));
    }

    /** Empty while an earlier calculation still waits for the batch system. */
    private Optional<PoolRun> calculate(PoolSite site, BatchSystem batch, PoolHost host, String by, boolean askedFor) {
        var calculator = calculator(site);
        if (stopped || !calculator.calculating.tryLock()) {
            return Optional.empty();
        }
        try (var turn = turns.take(site.name(), host, by)) {
            calculator.lastNanos = nanoTime.getAsLong();
            return Optional.of(calculator.pool.calculate(site, batch, turn, by, askedFor));
        } finally {
            calculator.calculating.unlock();
        }
    }

    /** The next sweep is due soon and may well fail in the same way, so a failure is written down once. */
    private void note(String what, RuntimeException e) {
        if (!e.toString().equals(failures.put(what, e.toString()))) {
            log.warn("The pool calculation of {} failed; it is tried again with every sweep", what, e);
        }
    }

    /** Ends the sweeps; waits for those that are under way, but not long. */
    void stop() {
        stopped = true;
        var end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        try {
            for (var calculator : calculators.values()) {
                if (calculator.calculating.tryLock(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    calculator.calculating.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
