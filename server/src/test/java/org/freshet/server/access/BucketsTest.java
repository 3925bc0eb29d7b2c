package org.freshet.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketsTest {

    @Test
    void keepsNoMoreThanItMay() {
        var buckets = new Buckets(1, 2, 100);

        for (int n = 0; n < 10_000; n++) {
            buckets.of("caller " + n).tryConsume(1);
        }

        assertThat(buckets.size()).isEqualTo(100);
    }

    @Test
    void throwsAwayWhatSaysNothing() {
        var buckets = new Buckets(1, 2, 3);
        buckets.of("spent").tryConsume(2);
        buckets.of("full");
        buckets.of("full, too");

        buckets.of("new").tryConsume(1);

        assertThat(buckets.find("spent")).isPresent();
        assertThat(buckets.find("full")).isEmpty();
        assertThat(buckets.of("spent").tryConsume(1)).isFalse();
    }

    @Test
    void letsNewCallersShareWhatIsLeftWhereThereIsNoRoom() {
        var buckets = new Buckets(1, 2, 1);
        buckets.of("first").tryConsume(2);

        var second = buckets.of("second");
        second.tryConsume(2);

        assertThat(buckets.of("third").tryConsume(1)).isFalse();
    }
}
