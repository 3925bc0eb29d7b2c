package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.freshet.server.job.QueueGrew;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Tells other servers that the queue grew here: at once, and what comes while they are told or within {@link #PAUSE} is one
 * word more.
 */
@Component
class ReadyTeller implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReadyTeller.class);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration END = Duration.ofSeconds(1);

    private final ReadyHintSql hints;
    private final Semaphore word = new Semaphore(0);
    private volatile boolean running;
    private Thread thread = new Thread();

    ReadyTeller(ReadyHintSql hints) {
        this.hints = hints;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("ready-teller").start(this::tell);
    }

    @Override
    public void stop() {
        running = false;
        word.release();
        try {
            // So that the connection goes back to the pool before the pool is closed.
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void grew(QueueGrew here) {
        word.release();
    }

    private void tell() {
        try {
            while (running) {
                word.acquire();
                word.drainPermits();
                if (running) {
                    tellNow();
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server ends
        }
    }

    private void tellNow() {
        try {
            hints.tell();
        } catch (RuntimeException e) {
            log.info(
                    "Other servers were not told that the queue grew, they look at it twice a second: {}",
                    e.toString());
        }
    }
}
