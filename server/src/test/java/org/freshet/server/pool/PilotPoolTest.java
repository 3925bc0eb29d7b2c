package org.freshet.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.batch.BatchId;
import org.freshet.batch.Capacity;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.server.pool.ScriptedBatch.Answer;
import org.junit.jupiter.api.Test;

class PilotPoolTest {

    private final RecordedBooks books = new RecordedBooks();
    private final ScriptedBatch batch = new ScriptedBatch();
    private final List<String> info = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<PoolRun> standings = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private Optional<String> secret = Optional.of("secret");
    private Optional<String> otherHost = Optional.empty();
    private final PilotPool pool = newPool();

    @Test
    void fillsASiteToItsSize() {
        books.sites.add(site(2));

        var submitted = pool.sweep();

        assertThat(submitted).isEqualTo(2);
        assertThat(info).containsExactly("local: want 2, have 0, short 2: submit 2, limit: none.");
        assertThat(batch.orders).singleElement().satisfies(order -> {
            assertThat(order.nonces()).containsExactly("nonce-1", "nonce-2");
            assertThat(order.launch().secret().value()).isEqualTo("secret");
            assertThat(order.launch().servers()).containsExactly(URI.create("http://127.0.0.1:8080"));
        });
        assertThat(books.alive("local")).extracting("batchId").containsExactly("1.0", "1.1");
        assertThat(standings).extracting(PoolRun::by).containsExactly("service pool");
    }

    @Test
    void doesNotOrderAgainWhileOrderedPilotsStart() {
        books.sites.add(site(2));

        sweep(5);

        assertThat(batch.orders).hasSize(1);
    }

    @Test
    void saysHowThingsStandOnce() {
        books.sites.add(site(1));

        sweep(5);

        assertThat(info)
                .containsExactly(
                        "local: want 1, have 0, short 1: submit 1, limit: none.",
                        "local: want 1, have 1, short 0: submit 0, limit: none.");
    }

    @Test
    void submitsNoMoreAtOnceThanTheRamp() {
        books.sites.add(sized("local", 25, 10, false));

        sweep(3);

        assertThat(batch.orders).extracting(order -> order.nonces().size()).containsExactly(10, 10, 5);
        assertThat(info).contains("local: want 25, have 10, short 15: submit 10, limit: ramp 10.");
    }

    @Test
    void replacesAPilotWhoseProcessIsGone() {
        books.sites.add(site(2));
        pool.sweep();
        books.allRegister();

        batch.slots.removeFirst();
        var submitted = pool.sweep();

        assertThat(submitted).isEqualTo(1);
        assertThat(books.ended).containsExactly(Map.entry(new PilotId(1), "its process is gone: exit code 1 of 1.0"));
        assertThat(warnings).containsExactly("local: pilot 1 is lost, its process is gone: exit code 1 of 1.0.");
    }

    @Test
    void replacesAPilotThatNeverStarted() {
        books.sites.add(site(1));
        pool.sweep();

        batch.slots.clear();
        var submitted = pool.sweep();

        assertThat(submitted).isEqualTo(1);
        assertThat(books.ended).containsExactly(Map.entry(new PilotId(1), "never started: exit code 1 of 1.0"));
    }

    @Test
    void doesNothingWhenTheBatchSystemCannotBeRead() {
        books.sites.add(site(2));
        pool.sweep();
        books.allRegister();

        batch.slots.clear();
        batch.unreadable = "condor_q did not answer";
        sweep(3);

        assertThat(batch.orders).hasSize(1);
        assertThat(books.ended).isEmpty();
        assertThat(warnings).containsExactly("local: unknown, so nothing is done. condor_q did not answer.");
    }

    @Test
    void saysSoWhenTheBatchSystemCanBeReadAgain() {
        books.sites.add(site(1));
        sweep(2);
        batch.unreadable = "condor_q did not answer";
        pool.sweep();
        info.clear();

        batch.unreadable = null;
        pool.sweep();

        assertThat(info).containsExactly("local: want 1, have 1, short 0: submit 0, limit: none.");
    }

    @Test
    void countsAnOrderOfUnknownOutcomeAndFindsItInALaterView() {
        books.sites.add(site(2));
        batch.answer = Answer.LOSE_ANSWER;
        pool.sweep();

        sweep(2);

        assertThat(batch.orders).hasSize(1);
        assertThat(books.alive("local")).extracting("batchId").containsExactly("1.0", "1.1");
        assertThat(warnings).singleElement().asString().contains("counts in full", "no answer within 30 s");
    }

    @Test
    void ordersAgainWhenAViewShowsThatAnOrderDidNotGetIn() {
        books.sites.add(site(2));
        batch.answer = Answer.LOSE_ORDER;
        pool.sweep();

        batch.answer = Answer.ACCEPT;
        pool.sweep();

        assertThat(batch.orders).hasSize(2);
        assertThat(books.ended).containsOnlyKeys(new PilotId(1), new PilotId(2));
        assertThat(books.alive("local")).hasSize(2);
    }

    @Test
    void writesOffTheOrdersOfAServerThatDiedBeforeItSubmitted() {
        books.sites.add(site(2));
        books.order("local", 2, "by an earlier server");

        pool.sweep();

        assertThat(books.ended).containsOnlyKeys(new PilotId(1), new PilotId(2));
        assertThat(batch.orders).hasSize(1);
    }

    @Test
    void neverExceedsTheCapWhileASlotIsHeld() {
        books.sites.add(site(2));
        pool.sweep();

        batch.hold(0);
        sweep(3);

        assertThat(batch.orders).hasSize(1);
        assertThat(warnings.getLast())
                .isEqualTo("local: want 2, have 1, short 1: submit 0, limit: cap 2, 2 not proven gone. 1 held.");
    }

    @Test
    void countsASlotUntilItIsGoneAlsoWhenItsPilotHasEnded() {
        books.sites.add(site(1));
        pool.sweep();
        books.allRegister();

        books.end(new PilotId(1), "lease passed");
        pool.sweep();

        assertThat(batch.orders).hasSize(1);
    }

    @Test
    void countsAPilotThatWasStartedByHandAndDoesNotMissItsSlot() {
        books.sites.add(site(2));
        books.order("local", 1, "by hand");
        books.allRegister();

        sweep(3);

        assertThat(books.ended).isEmpty();
        assertThat(batch.orders)
                .singleElement()
                .satisfies(order -> assertThat(order.nonces()).hasSize(1));
    }

    @Test
    void doesNotReplaceADrainingPilotBeforeItIsGone() {
        books.sites.add(site(1));
        pool.sweep();
        books.becomes(new PilotId(1), PilotState.DRAINING);

        pool.sweep();

        assertThat(batch.orders).hasSize(1);
        assertThat(info.getLast()).contains("have 0, short 1: submit 0, limit: cap 1");
    }

    @Test
    void endsTheSlotOfAPilotThatWasToldToStopOnce() {
        books.sites.add(site(2));
        pool.sweep();
        books.isToBeEnded(new PilotId(2));

        sweep(3);

        assertThat(batch.removed).extracting(BatchId::value).containsExactly("1.1");
        assertThat(batch.orders).hasSize(1);
        assertThat(info).contains("local: slots whose pilots were told to stop are ended: 1.1.");
    }

    @Test
    void asksAgainWhenTheSlotOfAPilotThatWasToldToStopCouldNotBeEnded() {
        books.sites.add(site(1));
        pool.sweep();
        books.isToBeEnded(new PilotId(1));
        batch.refusesToRemove = true;

        sweep(3);

        assertThat(batch.removed).hasSize(3);
        assertThat(warnings)
                .containsExactly(
                        "local: slots whose pilots were told to stop are not ended: 1.0. no answer within 30 s.");
    }

    @Test
    void endsTheSlotOfAKilledPilotWhoseLeasePassedBeforeItWasGone() {
        books.sites.add(site(1));
        pool.sweep();
        books.allRegister();
        books.end(new PilotId(1), "its lease passed");

        pool.sweep();
        assertThat(batch.removed).isEmpty();
        books.killed.add("nonce-1");
        sweep(2);

        assertThat(batch.removed).extracting(BatchId::value).containsExactly("1.0");
        assertThat(batch.orders).hasSize(1);
    }

    @Test
    void doesNotTakeAPilotThatWasKilledForOneThatDoesNotStart() {
        books.sites.add(site(1));
        for (var n = 1; n <= 4; n++) {
            pool.sweep();
            books.isToBeEnded(new PilotId(n));
            pool.sweep();
            batch.slots.clear();
        }

        assertThat(pool.sweep()).isEqualTo(1);
    }

    @Test
    void submitsNothingToAPausedSiteButNoticesItsDead() {
        books.sites.add(site(1));
        pool.sweep();
        books.allRegister();
        books.sites.set(0, sized("local", 1, 10, true));

        batch.slots.clear();
        sweep(2);

        assertThat(books.ended).containsOnlyKeys(new PilotId(1));
        assertThat(batch.orders).hasSize(1);
        assertThat(info.getLast()).isEqualTo("local: paused, no pilots are submitted.");
    }

    @Test
    void waitsLongerAndLongerWhenPilotsDieAtTheStart() {
        books.sites.add(site(2));

        var tries = new ArrayList<Long>();
        for (var second = 0L; second <= 200; second += 2) {
            var before = batch.orders.size();
            pool.sweep();
            batch.slots.clear();
            if (batch.orders.size() > before) {
                tries.add(second);
            }
            now = now.plusSeconds(2);
        }

        assertThat(tries).containsExactly(0L, 2L, 14L, 46L, 108L, 170L);
        assertThat(batch.orders).extracting(order -> order.nonces().size()).containsExactly(2, 2, 1, 1, 1, 1);
        assertThat(warnings)
                .contains("local: want 2, have 0, short 2: submit 0, limit: 4 starts in a row failed,"
                        + " next try at 2026-11-20T10:00:14Z.");
    }

    @Test
    void fillsUpAgainOnceAPilotStays() {
        books.sites.add(site(2));
        for (var n = 0; n < 2; n++) {
            pool.sweep();
            batch.slots.clear();
        }
        pool.sweep();
        now = now.plusSeconds(10);
        pool.sweep();
        books.allRegister();

        now = now.plusSeconds(10);
        pool.sweep();

        assertThat(batch.slots).hasSize(2);
        assertThat(info.getLast()).isEqualTo("local: want 2, have 1, short 1: submit 1, limit: none.");
    }

    @Test
    void slowsDownWhenTheBatchSystemRefuses() {
        books.sites.add(site(3));
        batch.answer = Answer.REFUSE;

        sweep(4);

        assertThat(batch.orders).hasSize(1);
        assertThat(books.ended.values()).containsOnly("never started: not today");
        assertThat(warnings)
                .startsWith("local: want 3, have 0, short 3: submit 3, limit: none. Not submitted: not today.")
                .allMatch(it -> it.contains("not today") || it.contains("3 starts in a row failed"));
    }

    @Test
    void saysOnceThatItHasNoSecretForASite() {
        books.sites.add(site(1));
        secret = Optional.empty();

        sweep(3);

        assertThat(batch.orders).isEmpty();
        assertThat(books.alive("local")).isEmpty();
        assertThat(warnings).singleElement().asString().contains("short 1", "does not have the secret");
    }

    @Test
    void leavesSitesOfOtherBatchSystemsAlone() {
        books.sites.add(new PoolSite("cluster", "HTCONDOR", false, 10, 0, 10, false, 86_400, Capacity.UNSTATED));

        pool.sweep();

        assertThat(batch.orders).isEmpty();
        assertThat(info).isEmpty();
    }

    @Test
    void goesOnWithTheNextSiteWhenOneFails() {
        books.sites.add(sized("not a name", 1, 1, false));
        books.sites.add(site(1));

        var submitted = pool.sweep();

        assertThat(submitted).isEqualTo(1);
    }

    @Test
    void submitsNothingOnceItIsStopped() {
        books.sites.add(site(1));

        pool.stop();
        pool.sweep();

        assertThat(batch.orders).isEmpty();
    }

    @Test
    void saysOnceThatAnotherHostLooksAfterThePilots() {
        books.sites.add(site(1));
        otherHost = Optional.of("there");

        sweep(3);
        otherHost = Optional.empty();
        sweep(1);
        otherHost = Optional.of("there");
        sweep(2);

        var elsewhere =
                "local: its pilots are looked after from there. From here none is submitted while they are there;"
                        + " that takes over when they have ended.";
        assertThat(info)
                .containsExactly(elsewhere, "local: want 1, have 0, short 1: submit 1, limit: none.", elsewhere);
        assertThat(batch.orders).hasSize(1);
    }

    @Test
    void saysNothingOfPilotsWhoseEndSomebodyElseWroteDown() {
        books.sites.add(site(2));
        pool.sweep();
        books.becomes(new PilotId(1), PilotState.IDLE);
        books.othersAreQuicker = true;

        batch.slots.clear();
        sweep(1);

        assertThat(warnings).isEmpty();
        assertThat(books.ended).isEmpty();
    }

    @Test
    void leavesPilotsAloneWhoseSlotsItNeverHad() {
        books.sites.add(site(2));
        pool.sweep();
        books.allRegister();
        batch.slots.removeFirst();
        batch.strange.add(new BatchId("1.0"));

        sweep(2);

        assertThat(books.ended).isEmpty();
        assertThat(batch.orders).hasSize(1);
    }

    private PilotPool newPool() {
        var launches = new Launches(
                () -> Optional.of(URI.create("http://127.0.0.1:8080")),
                () -> Optional.of(URI.create("http://public.example")),
                _ -> secret);
        var ledger = new PoolLedger(
                (level, sentence, _) -> (level == Level.INFO ? info : warnings).add(sentence),
                (run, _) -> standings.add(run),
                () -> now);
        return new PilotPool(
                books,
                Map.of("LOCAL", new PoolBatch(batch, new PoolHost("here", true), Duration.ZERO)),
                new PilotPool.TurnGiver() {
                    @Override
                    public Turn take(String site, PoolHost host, String by) {
                        refuseOthers(site, host);
                        return Turn.ALONE;
                    }

                    @Override
                    public void refuseOthers(String site, PoolHost host) {
                        otherHost.ifPresent(it -> {
                            throw new OtherHost(site, it, host.name());
                        });
                    }
                },
                () -> new SitePool(books, launches, ledger, () -> now, PoolRules.USUAL),
                System::nanoTime);
    }

    private static PoolSite sized(String name, int cap, int ramp, boolean paused) {
        return new PoolSite(name, "LOCAL", false, cap, 0, ramp, paused, 86_400, Capacity.UNSTATED);
    }

    private static PoolSite site(int cap) {
        return sized("local", cap, 10, false);
    }

    private void sweep(int times) {
        for (var n = 0; n < times; n++) {
            pool.sweep();
            now = now.plus(Duration.ofSeconds(2));
        }
    }
}
