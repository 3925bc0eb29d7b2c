package org.freshet.pilot;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.freshet.pilot.platform.PilotLog;

/** Removes what jobs leave behind, one after another beside the pilot's loop: a million files take minutes. */
final class Tidying {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PilotLog log;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("tidying").factory());

    Tidying(PilotLog log) {
        this.log = log;
    }

    /** Returns at once. */
    void start(Runnable removal) {
        worker.execute(() -> {
            try {
                removal.run();
            } catch (RuntimeException e) {
                log.say("The pilot failed at removing what a job left behind: " + e);
            }
        });
    }

    /** Waits until all is done, but not for long: a pilot that has to go does not wait for a slow disk. */
    void finish() throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            log.say("Not everything that its jobs left behind is removed. Remove it from the work directory by hand.");
        }
    }
}
