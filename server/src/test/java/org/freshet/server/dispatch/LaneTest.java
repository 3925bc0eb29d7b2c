package org.freshet.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.pilot.TurnedAway;
import org.freshet.server.platform.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a lane answers, and with what, as its rounds turn out. */
@Timeout(30)
class LaneTest {

    private static final PilotId ONE = new PilotId(1);
    private static final PilotId OTHER = new PilotId(2);
    private static final Offer OFFER = new Offer(1, 1000, 1000, List.of(), 3600);
    private static final ExchangeAnswer NOTHING = new ExchangeAnswer(1, List.of(), List.of(), null);
    private static final ExchangeAnswer FOLLOW = new ExchangeAnswer(
            1, List.of(), List.of(new Directive.Follow(new AttemptId(new JobId(7), 1), "somebody watches")), null);

    private final Round round = mock(Round.class);
    private final LinkedBlockingQueue<Played> rounds = new LinkedBlockingQueue<>();
    private final Lane lane = new Lane(
            round,
            new PilotSettings(
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(110),
                    Duration.ofSeconds(50),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10)),
            new TurnedAway(),
            it -> {});

    /** A round that has begun; it ends as told. */
    private record Played(List<Visit> fresh, List<Seeker> waiting, CompletableFuture<Round.Result> result) {}

    @BeforeEach
    void play() {
        when(round.play(any(), any())).thenAnswer(call -> {
            Collection<Seeker> waiting = call.getArgument(1);
            var played = new Played(call.getArgument(0), List.copyOf(waiting), new CompletableFuture<>());
            rounds.add(played);
            try {
                return played.result().get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    @AfterEach
    void stop() {
        lane.stop(Duration.ofSeconds(10));
    }

    @Test
    void answersAPilotThatWaitsWithWhatALaterRoundHasForIt() throws Exception {
        var one = oneThatWaits();
        lane.hint();
        var later = rounds.take();
        assertThat(one).isNotDone();
        end(later, Map.of(ONE, FOLLOW), Map.of(), Set.of());

        assertThat(later.waiting()).extracting(Seeker::pilot).containsExactly(ONE);
        assertThat(one.get()).isEqualTo(FOLLOW);
    }

    @Test
    void endsTheWaitOfAPilotWhoseWishIsOutdated() throws Exception {
        var one = oneThatWaits();
        lane.hint();

        end(rounds.take(), Map.of(), Map.of(), Set.of(ONE));

        assertThat(one.get()).isEqualTo(NOTHING);
    }

    @Test
    void tellsAllOfARoundThatFailsToAskAgainThoughItsRepetitionEndsWithAnError() throws Exception {
        lane.start("lane");
        var before = lane.exchange(visit(new PilotId(3)));
        var busy = rounds.take();
        var guests = Stream.of(ONE, OTHER).map(it -> lane.exchange(visit(it))).toList();
        end(busy, Map.of(new PilotId(3), NOTHING), Map.of(), Set.of());
        assertThat(before.get()).isEqualTo(NOTHING);

        var both = rounds.take();
        both.result().completeExceptionally(new IllegalStateException("for the test"));
        var alone = rounds.take();
        alone.result().completeExceptionally(new OutOfMemoryError("for the test"));

        assertThat(both.fresh()).hasSize(2);
        assertThat(alone.fresh()).hasSize(1);
        for (var guest : guests) {
            assertThatThrownBy(guest::get).hasCauseInstanceOf(Unavailable.class);
        }
    }

    private CompletableFuture<ExchangeAnswer> oneThatWaits() throws InterruptedException {
        lane.start("lane");
        var one = lane.exchange(visit(ONE));
        end(rounds.take(), Map.of(ONE, NOTHING), Map.of(ONE, seeker(ONE)), Set.of());
        return one;
    }

    private static void end(
            Played played,
            Map<PilotId, ExchangeAnswer> answers,
            Map<PilotId, Seeker> stillSeeking,
            Set<PilotId> outdated) {
        played.result().complete(new Round.Result(answers, Map.of(), stillSeeking, outdated, false, null));
    }

    private static Visit visit(PilotId pilot) {
        return new Visit(pilot, new Exchange(1, null, List.of(), OFFER, null, null), new byte[32]);
    }

    private static Seeker seeker(PilotId pilot) {
        return new Seeker(pilot, "local", "host", OFFER, 1);
    }
}
