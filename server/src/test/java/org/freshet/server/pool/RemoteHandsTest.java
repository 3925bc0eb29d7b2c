package org.freshet.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchTask;
import org.freshet.batch.Capacity;
import org.freshet.batch.Launch;
import org.freshet.batch.Order;
import org.freshet.batch.SiteSecret;
import org.freshet.batch.Submission;
import org.freshet.batch.View;
import org.junit.jupiter.api.Test;

/** A submit host that answers, and one that goes away. */
class RemoteHandsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final View.Seen NOTHING = new View.Seen(Instant.EPOCH, List.of());

    @Test
    void handsACallOnAndItsAnswerBack() throws InterruptedException {
        var hands = hands(LONG);
        var view = CompletableFuture.supplyAsync(() -> hands.view("np04"));

        assertThat(hands.next()).contains(new BatchTask.Look("np04"));
        assertThat(hands.answer(new BatchAnswer.Looked(NOTHING))).isTrue();

        assertThat(view.join()).isEqualTo(NOTHING);
    }

    @Test
    void takesNoAnswerToWhatWasNotAskedAndNoneTwice() throws InterruptedException {
        var hands = hands(LONG);
        var answer = new BatchAnswer.Looked(NOTHING);
        assertThat(hands.answer(answer)).isFalse();
        var view = CompletableFuture.supplyAsync(() -> hands.view("np04"));
        hands.next();

        assertThat(hands.answer(answer)).isTrue();
        assertThat(hands.answer(answer)).isFalse();
        view.join();
        hands.finish();

        assertThat(hands.next()).isEmpty();
        assertThat(hands.answer(answer)).isFalse();
    }

    @Test
    void knowsNothingOfAnAnswerOfAnotherKind() throws InterruptedException {
        var hands = hands(LONG);
        var submission = CompletableFuture.supplyAsync(() -> hands.submit(order()));
        hands.next();
        hands.answer(new BatchAnswer.Ended("well"));

        assertThat(submission.join()).isInstanceOf(Submission.Unknown.class);
    }

    @Test
    void asksAHostThatWasSilentNothingMore() throws InterruptedException {
        var hands = hands(SHORT);

        assertThat(hands.view("np04")).isInstanceOf(View.Unreadable.class);
        for (int n = 0; n < 20; n++) { // would wait for ever if it waited
            assertThat(hands.ending("np04", new BatchId("1." + n))).isEqualTo("how it ended is not known");
        }
        assertThat(hands.submit(order())).isInstanceOf(Submission.Refused.class);
        hands.finish();

        assertThat(hands.next()).isEqualTo(Optional.empty());
    }

    @Test
    void doesNotKnowWhetherAnOrderGotInThatWasFetchedAndNotAnswered() throws InterruptedException {
        var hands = hands(Duration.ofMillis(300));
        var submission = CompletableFuture.supplyAsync(() -> hands.submit(order()));

        assertThat(hands.next()).containsInstanceOf(BatchTask.Submit.class);

        assertThat(submission.join()).isInstanceOf(Submission.Unknown.class);
        assertThat(hands.answer(new BatchAnswer.Submitted(new Submission.Accepted(List.of()))))
                .isFalse();
    }

    private static RemoteHands hands(Duration patience) {
        return new RemoteHands("submit.example", Duration.ofSeconds(90), patience);
    }

    private static Order order() {
        var launch = new Launch(List.of(URI.create("http://127.0.0.1")), new SiteSecret("x"), Capacity.UNSTATED);
        return new Order("np04", "1", List.of("n"), launch);
    }
}
