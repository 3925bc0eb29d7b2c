package org.freshet.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.freshet.batch.BatchId;
import org.freshet.batch.Capacity;
import org.freshet.batch.Slot.State;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.server.job.Requirement;
import org.freshet.server.pool.ScriptedBatch.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pool over a batch system like HTCondor: what is not seen in it is not proven gone. */
class SharedBatchTest {

    private final RecordedBooks books = new RecordedBooks();
    private final ScriptedBatch batch = new ScriptedBatch();
    private final List<String> log = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final PoolLedger ledger =
            new PoolLedger((level, said, _) -> log.add(level + " " + said), (_, _) -> {}, () -> now);
    private final SitePool pool = new SitePool(
            books,
            new Launches(
                    () -> Optional.of(URI.create("http://127.0.0.1:8080")),
                    () -> Optional.of(URI.create("http://public.example")),
                    _ -> Optional.of("secret")),
            ledger,
            () -> now,
            PoolRules.USUAL);
    private PoolSite site = demand(100, 8, 10);

    @BeforeEach
    void isShared() {
        batch.doubt = Duration.ofSeconds(90);
        batch.placedAs = State.QUEUED;
        batch.at = now;
    }

    @Test
    void ordersWhatTheWaitingJobsWantAndSaysEveryTerm() {
        waiting(72);

        var run = calculate();

        assertThat(run.sentence())
                .isEqualTo("np04: want 80 (72 waiting + 8 reserve), have 0 (0 usable + 0 queued), short 80:"
                        + " submit 10, limit: ramp 10.");
        assertThat(run.outcome()).isEqualTo(Outcome.SUBMITTED);
        assertThat(run.cluster()).isEqualTo("1");
        assertThat(run.pilots()).hasSize(10);
    }

    @Test
    void countsQueuedIdleAndSoonIdlePilots() {
        site = demand(100, 0, 100);
        waiting(6);
        calculate();
        books.becomes(new PilotId(1), PilotState.IDLE);
        books.works(new PilotId(2), "evdisp", 90);
        books.works(new PilotId(3), "evdisp", 10);
        books.waiting.set(0, new Waiting(asks(), 6, null, 100.0, null));

        var run = calculate();

        // 100 s each: 3 jobs per pilot
        assertThat(run.sentence())
                .isEqualTo("np04: want 2 (2 for 6 waiting + 0 reserve), have 5 (2 usable + 3 queued), short 0:"
                        + " submit 0, limit: none.");
    }

    @Test
    void neverExceedsTheCapWhenAllPilotsVanishFromTheView() {
        site = demand(4, 0, 10);
        waiting(20);
        calculate();
        books.allRegister();
        batch.slots.clear();

        var run = calculate();

        assertThat(run.outcome()).isEqualTo(Outcome.IMPLAUSIBLE);
        assertThat(run.sentence()).contains("the slot of none of 4 pilots that are at work");
        assertThat(batch.orders).hasSize(1);
        assertThat(books.ended).isEmpty();
    }

    @Test
    void believesThatAllQueuedSlotsVanishedWhenASecondLookAgrees() {
        site = demand(4, 0, 10);
        waiting(20);
        calculate();
        batch.hasNoHistory = true;
        batch.slots.clear();

        var dry = pool.tryOut(site, batch);
        var first = calculate();
        var endedAtFirst = List.copyOf(books.ended.keySet());
        var second = calculate();

        assertThat(first.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(first.sentence())
                .endsWith(
                        "limit: cap 4, 4 not proven gone. The batch system shows none of the slots that were queued, and"
                                + " its history does not say how 4 of them ended: these count until the next look agrees.");
        assertThat(dry.sentence()).contains("cap 4, 4 not proven gone");
        assertThat(endedAtFirst).isEmpty();
        assertThat(books.ended).hasSize(4);
        assertThat(second.terms()).satisfies(it -> assertThat(it.total()).isZero());
    }

    @Test
    void doubtsAnewWhenTheSlotsShowedThemselvesMeanwhile() {
        site = demand(2, 0, 10);
        waiting(20);
        calculate();
        batch.hasNoHistory = true;
        var queued = List.copyOf(batch.slots);

        for (int n = 0; n < 2; n++) {
            batch.slots.clear();
            assertThat(calculate().sentence()).contains("until the next look agrees");
            batch.slots.addAll(queued);
            assertThat(calculate().sentence()).doesNotContain("until the next look agrees");
        }

        assertThat(books.ended).isEmpty();
        assertThat(batch.orders).hasSize(1);
    }

    @Test
    void believesTheHistoryOfQueuedSlotsThatVanishedAtOnce() {
        site = demand(8, 0, 10);
        waiting(20);
        calculate();
        batch.slots.clear();

        var run = calculate();

        assertThat(books.ended).as("no more are looked up at once").hasSize(5);
        assertThat(run.terms()).satisfies(it -> assertThat(it.total()).isEqualTo(3));
        assertThat(books.ended.values()).allMatch(it -> it.startsWith("never started: exit code 1 of 1."));
    }

    @Test
    void believesThatSomeQueuedSlotsAreGoneWhileOthersAreSeen() {
        site = demand(4, 0, 10);
        waiting(20);
        calculate();
        batch.hasNoHistory = true;
        batch.slots.removeFirst();

        assertThat(calculate().pilots()).hasSize(1);
    }

    @Test
    void warnsWhileHeldSlotsKeepPilotsFromBeingSubmitted() {
        waiting(30);
        calculate();
        for (var n = 0; n < 5; n++) {
            batch.hold(n);
        }
        assertThat(calculate().isBad()).isTrue();
        assertThat(log.getLast()).startsWith("WARNING np04: want");
    }

    @Test
    void doesNotWarnAtTheCapWhateverIsHeld() {
        site = demand(4, 0, 10);
        waiting(30);
        calculate();
        batch.hold(0);

        var run = calculate();

        assertThat(run.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(run.sentence()).contains("limit: cap 4, 4 not proven gone. 1 held.");
        assertThat(run.isBad()).isFalse();
    }

    @Test
    void countsASingleVanishedPilotUntilItsLeasePasses() {
        site = demand(4, 0, 10);
        waiting(20);
        calculate();
        books.allRegister();
        batch.slots.removeFirst();

        assertThat(calculate().outcome()).isEqualTo(Outcome.LIMITED);
        books.end(new PilotId(1), "its lease passed");

        assertThat(calculate().pilots()).hasSize(1);
    }

    @Test
    void countsALostOrderInFullUntilItCannotShowItselfAnyMore() {
        site = demand(5, 0, 10);
        waiting(20);
        batch.answer = Answer.LOSE_ORDER;
        assertThat(calculate().outcome()).isEqualTo(Outcome.UNKNOWN);
        batch.answer = Answer.ACCEPT;

        books.age(60);
        var early = calculate();
        books.age(31);
        var late = calculate();

        assertThat(early.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(early.terms()).satisfies(it -> assertThat(it.total()).isEqualTo(5));
        assertThat(late.outcome()).isEqualTo(Outcome.SUBMITTED);
        assertThat(late.pilots()).hasSize(5);
    }

    @Test
    void submitsNothingWhileTooManyAreHeld() {
        waiting(30);
        calculate();
        for (var n = 0; n < 5; n++) {
            batch.hold(n);
        }

        var run = calculate();

        assertThat(run.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(run.sentence()).contains("limit: 5 held", "5 held.");
        assertThat(books.seen.values()).contains(State.HELD, State.QUEUED);
    }

    @Test
    void removesSlotsThatWereHeldOrWaitedTooLong() {
        site = demand(3, 0, 10);
        waiting(3);
        calculate();
        batch.hold(0);
        batch.at = now.plus(Duration.ofMinutes(31));
        calculate();
        assertThat(batch.removed).containsExactly(new BatchId("1.0"));

        batch.at = now.plus(Duration.ofHours(25));
        calculate();

        assertThat(batch.removed).containsExactlyInAnyOrder(new BatchId("1.0"), new BatchId("1.1"), new BatchId("1.2"));
        assertThat(log)
                .contains(
                        "INFO np04: slots that were held for more than 30 min are ended: 1.0.",
                        "INFO np04: slots that waited for more than 24 h are ended: 1.1, 1.2.");
    }

    @Test
    void removesASlotThatRunsAndWhosePilotNeverSpoke() {
        site = demand(1, 0, 10);
        batch.placedAs = State.RUNNING;
        waiting(1);
        calculate();
        batch.at = now.plus(Duration.ofMinutes(11));

        calculate();
        calculate();

        assertThat(batch.removed).containsExactly(new BatchId("1.0"));
    }

    @Test
    void removesTheSlotOfAPilotThatIsLostForGood() {
        site = demand(1, 0, 10);
        batch.placedAs = State.RUNNING;
        waiting(1);
        calculate();
        books.end(new PilotId(1), "its lease passed");
        calculate();
        assertThat(batch.removed).isEmpty();
        books.over.add("nonce-1");

        calculate();

        assertThat(batch.removed).containsExactly(new BatchId("1.0"));
        assertThat(log).contains("INFO np04: slots whose pilots ended more than 10 min ago are ended: 1.0.");
    }

    @Test
    void tellsPilotsWhereOtherMachinesReachTheServer() {
        waiting(1);

        calculate();

        assertThat(batch.orders.getFirst().launch().servers()).containsExactly(URI.create("http://public.example"));
    }

    @Test
    void doesNotTakePilotsForUsableThatFitOnlyJobsWhoseTypeIsAtItsLimit() {
        site = demand(10, 0, 10);
        waiting(3);
        calculate();
        books.allRegister();
        books.waiting.clear();
        books.waiting.add(new Waiting(asks(), 5, null, null, 0L));
        books.waiting.add(new Waiting(new Requirement("reco", null, 1, 8000, 0, List.of(), 600), 2, null, null, null));

        assertThat(calculate().terms()).satisfies(it -> {
            assertThat(it.usable()).isZero();
            assertThat(it.submit()).isEqualTo(2);
        });
    }

    @Test
    void pausesTheSiteWhenOrdersBringNoPilots() {
        waiting(3);
        books.fruitlessOrders = 3;

        var run = calculate();

        assertThat(run.outcome()).isEqualTo(Outcome.PAUSED_BY_POOL);
        assertThat(run.isBad()).isTrue();
        assertThat(books.paused).containsEntry("np04", "of the last 3 orders no pilot registered");
        assertThat(batch.orders).isEmpty();
        assertThat(log).anyMatch(it -> it.startsWith("ERROR np04: paused by the pool"));
    }

    @Test
    void slowsDownWhenPilotsEndSoonAfterTheyRegistered() {
        waiting(3);
        books.earlyEnds = new EarlyEnds(4, List.of("node7", "node9"), now.minusSeconds(29), 29);

        var early = calculate();
        books.earlyEnds = new EarlyEnds(4, List.of("node7", "node9"), now.minusSeconds(30), 30);
        var later = calculate();

        assertThat(early.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(early.sentence())
                .endsWith(
                        "submit 0, limit: 4 starts in a row failed, soon after these pilots registered on node7, node9,"
                                + " next try at 2026-11-20T10:00:01Z.");
        assertThat(later.sentence()).contains("submit 1", "on node7, node9, one at a time until a pilot stays");
        assertThat(later.outcome()).isEqualTo(Outcome.SUBMITTED);
        assertThat(List.of(early, later)).allMatch(PoolRun::isBad);
        assertThat(log)
                .filteredOn(it -> it.contains("Their host"))
                .singleElement()
                .asString()
                .contains(
                        "WARNING np04: the newest pilots ended within 30 s of their registration",
                        "Their host: node7, node9.");
    }

    @Test
    void doesNotOrderWhenItsTurnIsOver() {
        waiting(3);

        var run = pool.calculate(site, batch, new Lost(), "a test", false);

        assertThat(run.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(batch.orders).isEmpty();
    }

    @Test
    void changesNothingInADryRun() {
        waiting(3);

        var run = pool.tryOut(site, batch);

        assertThat(run.outcome()).isEqualTo(Outcome.DRY_RUN);
        assertThat(run.sentence()).contains("want 11 (3 waiting + 8 reserve)", "submit 10", "A dry run");
        assertThat(batch.orders).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void ordersNothingWhenTheSiteChangedSinceItWasRead() {
        waiting(3);
        books.takesNoOrder = true;

        var run = calculate();

        assertThat(run.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(run.sentence()).contains("Not submitted: its cap was just lowered, or pilots came meanwhile");
        assertThat(batch.orders).isEmpty();
    }

    private static final class Lost implements Turn {
        @Override
        public <T> Optional<T> hold(Supplier<T> work) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    private PoolRun calculate() {
        return pool.calculate(site, batch, Turn.ALONE, "a test", false);
    }

    private void waiting(long jobs) {
        books.waiting.clear();
        books.waiting.add(new Waiting(asks(), jobs, null, null, null));
    }

    private static Requirement asks() {
        return new Requirement("evdisp", null, 1, 0, 0, List.of(), 600);
    }

    private static PoolSite demand(int cap, int reserve, int ramp) {
        return new PoolSite("np04", "HTCONDOR", true, cap, reserve, ramp, false, 86_400, Capacity.UNSTATED);
    }
}
