package org.freshet.cli.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of one call and its way to wait, so that tests need not. */
public interface Time {

    /** For ages shown to people. */
    Instant now();

    /** Since some fixed moment; never goes back. */
    Duration elapsed();

    /** Waits. */
    void pause(Duration duration);

    /** The machine's. */
    static Time ofThisMachine() {
        var clock = InstantSource.system();
        return new Time() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public Duration elapsed() {
                return Duration.ofNanos(System.nanoTime());
            }

            @Override
            public void pause(Duration duration) {
                try {
                    Thread.sleep(duration);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CommandFailure(ExitCode.TIMED_OUT, "Interrupted while waiting.", e);
                }
            }
        };
    }
}
