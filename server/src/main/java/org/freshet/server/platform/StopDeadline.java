package org.freshet.server.platform;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that was told to end has ended ten seconds later, with everything that it started, even if its database hangs:
 * what has not stopped in order by then is killed. Nothing that was acknowledged is lost by that; the next start recovers.
 */
public final class StopDeadline {

    /** What is left of the ten seconds is for the killing. */
    private static final Duration LIMIT = Duration.ofSeconds(9);

    private static final int TERMINATED = 143;
    private static final Logger log = LoggerFactory.getLogger(StopDeadline.class);

    private final Map<String, Runnable> lastResorts = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Watches over the end of this process from now on. */
    public void begin() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stop-deadline").unstarted(this::watch));
    }

    /** Everything has stopped in order. */
    public void met() {
        stopped.countDown();
    }

    /**
     * What to do at the deadline.
     *
     * @param what is killed by it; a later one of the same name takes its place
     */
    public void lastResort(String what, Runnable kill) {
        lastResorts.put(what, kill);
    }

    private void watch() {
        try {
            if (stopped.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.error(
                "The server did not stop within {} s; it is killed, with {}. The next start recovers.",
                LIMIT.toSeconds(),
                lastResorts.keySet());
        lastResorts.forEach(StopDeadline::kill);
        Runtime.getRuntime().halt(TERMINATED);
    }

    private static void kill(String what, Runnable kill) {
        try {
            kill.run();
        } catch (RuntimeException | Error e) {
            log.error("{} could not be killed", what, e);
        }
    }
}
