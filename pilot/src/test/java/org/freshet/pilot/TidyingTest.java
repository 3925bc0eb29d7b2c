package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.freshet.pilot.platform.PilotLog;
import org.junit.jupiter.api.Test;

class TidyingTest {

    private final Tidying tidying = new Tidying(new PilotLog(new PrintStream(OutputStream.nullOutputStream())));
    private final List<String> removed = new CopyOnWriteArrayList<>();

    @Test
    void removesBesideTheCallerInOrder() throws Exception {
        var slow = new CountDownLatch(1);

        tidying.start(() -> {
            awaitQuietly(slow);
            removed.add("first");
        });
        tidying.start(() -> removed.add("second"));

        assertThat(removed).isEmpty();
        slow.countDown();
        tidying.finish();
        assertThat(removed).containsExactly("first", "second");
    }

    @Test
    void goesOnAfterARemovalThatFailed() throws Exception {
        tidying.start(() -> {
            throw new IllegalStateException("no");
        });
        tidying.start(() -> removed.add("second"));

        tidying.finish();

        assertThat(removed).containsExactly("second");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
