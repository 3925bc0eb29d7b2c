package org.freshet.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.freshet.server.dispatch.QueueView.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueViewTest {

    private static final Duration CHEAP = Duration.ofNanos(900_000);
    private static final Duration DEAR = Duration.ofMillis(50);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final QueueView view = new QueueView(clock::get);

    private QueueView.Seen see(Duration look) {
        return view.see(() -> {
            looks.incrementAndGet();
            pass(look);
            return List.of();
        });
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void looksEachTimeWhileThatIsCheap() {
        var first = see(CHEAP);

        assertThat(see(CHEAP)).isNotSameAs(first);
        assertThat(looks).hasValue(2);
    }

    @Test
    void takesNoNoticeOfASlowMoment() {
        see(CHEAP);
        see(DEAR);
        see(CHEAP);
        see(DEAR);
        see(CHEAP);

        assertThat(looks).hasValue(5);
    }

    @Test
    void restsTwentyTimesAsLongAsADearLookTook() {
        see(DEAR);
        var second = see(DEAR);

        pass(DEAR.multipliedBy(20).minusMillis(1));
        assertThat(see(DEAR)).isSameAs(second);

        pass(Duration.ofMillis(1));
        assertThat(see(DEAR)).isNotSameAs(second);
        assertThat(looks).hasValue(3);
    }

    @Test
    void saysHowLongItRests() {
        see(DEAR);
        assertThat(view.rest()).isZero();

        see(DEAR);
        pass(DEAR);
        assertThat(view.rest()).isEqualTo(DEAR.multipliedBy(19));

        pass(DEAR.multipliedBy(20));
        assertThat(view.rest()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void looksEachTimeAgainWhenThatIsCheapAgain() {
        see(DEAR);
        see(DEAR);
        pass(DEAR.multipliedBy(20));
        see(CHEAP);
        see(CHEAP);

        assertThat(looks).hasValue(4);
    }

    @Test
    void letsOneLookAtATimeWhenThatIsDear() {
        see(DEAR);
        var second = see(DEAR);
        pass(DEAR.multipliedBy(20));

        view.see(() -> {
            assertThat(see(DEAR)).isSameAs(second);
            return List.of();
        });

        assertThat(looks).hasValue(2);
    }

    @Test
    void looksAgainAfterALookThatFailed() {
        see(DEAR);
        see(DEAR);
        pass(DEAR.multipliedBy(20));

        assertThatIllegalStateException()
                .isThrownBy(() -> view.see(() -> {
                    throw new IllegalStateException("the database is away");
                }));

        see(CHEAP);
        assertThat(looks).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 5, 8", "5, 8, 4, 1", "2147483647, 0, 1000, -9", "0, -8, 0, -7"})
    void knowsWhichPlaceIsLater(int priority, long seq, int laterPriority, long laterSeq) {
        var one = new Place(priority, seq);
        var other = new Place(laterPriority, laterSeq);

        assertThat(Place.later(one, other)).isEqualTo(other);
        assertThat(Place.later(other, one)).isEqualTo(other);
    }
}
