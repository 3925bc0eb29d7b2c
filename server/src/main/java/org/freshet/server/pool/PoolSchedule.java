package org.freshet.server.pool;

import org.freshet.batch.LocalProcesses;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * When the pool calculates: from the moment this server takes requests until it begins to stop. Then the local pilots
 * end first, while the server still hears them give their jobs back.
 */
class PoolSchedule implements SmartLifecycle {

    private final PilotPool pool;
    private final LocalProcesses local;
    private volatile boolean running;

    PoolSchedule(PilotPool pool, LocalProcesses local) {
        this.pool = pool;
        this.local = local;
    }

    /** At a fixed rate: with virtual threads every sweep then has a thread of its own, and a slow one delays nobody. */
    @Scheduled(fixedRateString = "${freshet.pool.every:2s}")
    void sweep() {
        if (running) {
            pool.sweep();
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
