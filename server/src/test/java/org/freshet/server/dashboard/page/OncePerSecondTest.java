package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerSecondTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 500); // nanoTime may overflow at any moment
    private final AtomicInteger made = new AtomicInteger();

    private final OncePerSecond<Integer> page = new OncePerSecond<>(made::incrementAndGet, clock::get);

    @Test
    void sharesTheResultWithinASecond() {
        page.get();
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(699));

        assertThat(page.get()).isEqualTo(1);
    }

    @Test
    void makesANewOneAfterASecond() {
        page.get();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(page.get()).isEqualTo(2);
    }

    @Test
    void makesItOnceForAllWhoAskTogether() throws Exception {
        var together = new CountDownLatch(8);
        List<Future<Integer>> answers = new ArrayList<>();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> reader = () -> {
                together.countDown();
                together.await();
                return page.get();
            };
            for (int i = 0; i < 8; i++) {
                answers.add(readers.submit(reader));
            }
        }

        assertThat(answers).extracting(Future::resultNow).containsOnly(1);
    }

    @Test
    void sharesAFailureAndTriesAgainAfterASecond() {
        var failing = new OncePerSecond<Integer>(
                () -> {
                    if (made.incrementAndGet() == 1) {
                        throw new IllegalStateException("no database");
                    }
                    return made.get();
                },
                clock::get);

        assertThatThrownBy(failing::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no database");
        assertThatThrownBy(failing::get).hasMessage("no database");
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(failing.get()).isEqualTo(2);
    }
}
