package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one PostgreSQL running: looks at its process ten times a second and starts it again when it has ended, however it
 * ended, as often as it takes. A PostgreSQL that was told to stop by somebody else, and waits for its sessions to end, is
 * stopped for good first: nobody new is let in by it.
 */
final class PostgresWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresWatch.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration MAY_STOP_FOR = Duration.ofSeconds(2);
    private static final Duration LONG_AWAY = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final PostgresDirectory directory;
    private final Thread thread;
    private volatile Postmaster postmaster;
    private volatile Consumer<PostgresRestart> listener = restart -> {};
    private volatile @Nullable Long awaySince;
    private @Nullable Long stoppingSince;
    private volatile boolean closing;

    PostgresWatch(PostgresDirectory directory, Postmaster postmaster) {
        this.directory = directory;
        this.postmaster = postmaster;
        this.thread = Thread.ofVirtual().name("postgres-watch").start(this::watch);
    }

    Postmaster postmaster() {
        return postmaster;
    }

    void tell(Consumer<PostgresRestart> toBeTold) {
        listener = toBeTold;
    }

    /** A restart takes a second or two; who asks meanwhile may wait for it. */
    boolean isLongAway() {
        var since = awaySince;
        return since != null && System.nanoTime() - since > LONG_AWAY.toNanos();
    }

    private void watch() {
        try {
            while (!closing) {
                look();
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            // The end was asked for.
        }
    }

    private void look() throws InterruptedException {
        try {
            if (postmaster.isAlive()) {
                stopForGoodIfStopping();
            } else {
                startAgain();
            }
        } catch (RuntimeException | Error e) {
            log.error("The watch over PostgreSQL failed once; it goes on", e);
            TimeUnit.NANOSECONDS.sleep(LONGEST_PAUSE.toNanos());
        }
    }

    private void stopForGoodIfStopping() {
        if (!isStopping()) {
            stoppingSince = null;
        } else if (stoppingSince == null) {
            stoppingSince = System.nanoTime();
        } else if (System.nanoTime() - stoppingSince > MAY_STOP_FOR.toNanos()) {
            log.warn(
                    "Somebody told PostgreSQL (process {}) to stop; its sessions are ended",
                    postmaster.process().pid());
            postmaster.stop(directory);
        }
    }

    private boolean isStopping() {
        try {
            return PostmasterFile.read(directory.data())
                    .filter(PostmasterFile::isStopping)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private void startAgain() throws InterruptedException {
        var since = System.nanoTime();
        var end = postmaster.end();
        awaySince = since;
        log.warn(
                "PostgreSQL (process {}) ended ({}) and is started again",
                postmaster.process().pid(),
                end);
        postmaster = startedAtLast(end);
        awaySince = null;
        var restart = new PostgresRestart(end, Duration.ofNanos(System.nanoTime() - since));
        log.warn(restart.sentence());
        try {
            listener.accept(restart);
        } catch (RuntimeException e) {
            log.warn("Nobody could be told that PostgreSQL was started again: {}", e.toString());
        }
    }

    private Postmaster startedAtLast(String end) throws InterruptedException {
        for (var pause = Duration.ofSeconds(1); ; pause = longer(pause)) {
            try {
                return Postmaster.running(directory);
            } catch (IOException | RuntimeException e) {
                log.error(
                        "PostgreSQL ended ({}) and cannot be started: {} {} It is tried again in {} s; until it runs,"
                                + " every request is answered with 503.",
                        end,
                        e.getMessage(),
                        e instanceof DatabaseUnusable unusable ? unusable.remedy() : "Check " + directory.data() + ".",
                        pause.toSeconds());
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Does not start it again from now on. */
    void letItEnd() {
        closing = true;
        thread.interrupt();
    }

    /** Ends the watch, then PostgreSQL. */
    @Override
    public void close() {
        letItEnd();
        try {
            thread.join(END_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postmaster.stop(directory);
    }
}
