package org.freshet.server.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.freshet.batch.BatchSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every site at its size, one after another; what goes wrong with one does not stop the others. */
final class PilotPool {

    private static final Logger log = LoggerFactory.getLogger(PilotPool.class);

    private static final String ALL_SITES = "all sites";

    private final PoolBooks books;
    private final Map<String, BatchSystem> systems;
    private final Function<BatchSystem, SitePool> newSite;
    private final Map<String, SitePool> sites = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final ReentrantLock calculating = new ReentrantLock();
    private volatile boolean stopped;

    /** @param systems by kind, for example {@code LOCAL} */
    PilotPool(PoolBooks books, Map<String, BatchSystem> systems, Function<BatchSystem, SitePool> newSite) {
        this.books = books;
        this.systems = Map.copyOf(systems);
        this.newSite = newSite;
    }

    /** Returns how many pilots were submitted; none while an earlier sweep still waits for a batch system. */
    int sweep() {
        if (stopped || !calculating.tryLock()) {
            return 0;
        }
        try {
            return sweepSites();
        } catch (RuntimeException e) {
            note(ALL_SITES, e);
            return 0;
        } finally {
            calculating.unlock();
        }
    }

    private int sweepSites() {
        var submitted = books.sites().stream().mapToInt(this::sweepSite).sum();
        failures.remove(ALL_SITES);
        return submitted;
    }

    private int sweepSite(PoolSite site) {
        var system = systems.get(site.batch());
        if (system == null || stopped) {
            return 0;
        }
        try {
            var key = site.batch() + " " + site.name();
            var submitted =
                    sites.computeIfAbsent(key, _ -> newSite.apply(system)).calculate(site);
            failures.remove(site.name());
            return submitted;
        } catch (RuntimeException e) {
            note(site.name(), e);
            return 0;
        }
    }

    /** The next sweep is due soon and may well fail in the same way, so a failure is written down once. */
    private void note(String what, RuntimeException e) {
        if (!e.toString().equals(failures.put(what, e.toString()))) {
            log.warn("The pool calculation of {} failed; it is tried again with every sweep", what, e);
        }
    }

    /** Ends the sweeps; waits for one that is under way, but not long. */
    void stop() {
        stopped = true;
        try {
            if (calculating.tryLock(2, TimeUnit.SECONDS)) {
                calculating.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
