package org.freshet.server.pool;

import org.freshet.batch.LocalProcesses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * When the pool calculates: from the moment this server takes requests until it begins to stop. Then the local pilots
 * end first, while the server still hears them give their jobs back.
 */
class PoolSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PoolSchedule.class);

    private final PilotPool pool;
    private final Runnable localSite;
    private final LocalProcesses local;
    private volatile boolean running;
    private volatile String failure = "";

    /** @param localSite lets the site of the local pilots follow this server, if these are its own */
    PoolSchedule(PilotPool pool, Runnable localSite, LocalProcesses local) {
        this.pool = pool;
        this.localSite = localSite;
        this.local = local;
    }

    /** At a fixed rate: with virtual threads every sweep then has a thread of its own, and a slow one delays nobody. */
    @Scheduled(fixedRateString = "${freshet.pool.every:2s}")
    void sweep() {
        if (running) {
            prepareSite();
            pool.sweep();
        }
    }

    /** What is in its way does not stop the other sites, and is tried again with the next sweep. */
    private void prepareSite() {
        try {
            localSite.run();
            failure = "";
        } catch (RuntimeException e) {
            if (!e.toString().equals(failure)) {
                failure = e.toString();
                log.warn(
                        "The size and the secret of site local were not looked after; it is tried again with every sweep",
                        e);
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        pool.stop();
        local.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Later than the web server at the start, earlier at the end. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
