package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a guardian on a thread of its own: one that is stopped does not read, and its pilot must not wait for it. A
 * guardian that has not taken a line in time is killed.
 */
final class Prompter {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final Process guardian;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(Thread.ofPlatform()
            .daemon()
            .name("to the guardian")
            .stackSize(128 * 1024)
            .factory());

    Prompter(Process guardian) {
        this.guardian = guardian;
    }

    Process guardian() {
        return guardian;
    }

    /** Completes, never with an exception, when the line is with the guardian, or will never be. */
    CompletableFuture<Void> say(String line) {
        return CompletableFuture.runAsync(() -> write(line), writer)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> {
                    // it is stopped, or it has ended: who replaces it is told everything
                    var unused = guardian.toHandle().destroyForcibly();
                    return null;
                });
    }

    private void write(String line) {
        try {
            // one write: the guardian must never read half a line
            guardian.getOutputStream().write((line + "\n").getBytes(PayloadEnvironment.CHARSET));
            guardian.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the guardian end, with what it guards by the last line. Nothing is said any more. */
    void fallSilent() {
        writer.execute(this::closeInput);
        writer.shutdown();
    }

    private void closeInput() {
        try {
            guardian.getOutputStream().close();
        } catch (IOException e) {
            // it has ended before
            return;
        }
    }

    /** Waits a moment until the guardian has all that was said. */
    void awaitSilence() {
        try {
            if (!writer.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                var unused = guardian.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
