package org.freshet.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.freshet.batch.Slot.State;
import org.freshet.batch.Submission.Refused;
import org.junit.jupiter.api.Test;

class LocalProcessesEndTest extends LocalPilots {

    @Test
    void endsThePilotsOfAnEarlierServerWhenItCloses() {
        batch(OBEDIENT).submit(order("first", 2));
        awaitReady("first.0", "first.1");
        var pids = List.of(pid("first.0"), pid("first.1"));

        batch(OBEDIENT).close();

        assertThat(pids).noneMatch(LocalPilots::isAlive);
    }

    @Test
    void forgetsAPilotThatEndedAndTellsHow() {
        var batch = batch("echo starting; echo 'The server refused the secret.'; echo; exit 7");

        batch.submit(order("first", 1));

        await().until(() -> slots(batch).isEmpty());
        await().untilAsserted(() -> assertThat(batch.ending("local", id("first.0")))
                .startsWith("exit code 7, its log ")
                .endsWith("first.0/pilot.log ends with \"The server refused the secret.\""));
    }

    @Test
    void saysWhenNothingIsKnownOfAnEnd() {
        assertThat(batch(OBEDIENT).ending("local", id("never.0"))).contains("not known", "never.0 is gone");
    }

    @Test
    void removesThePilotsNamedAndNoOthers() {
        var batch = batch(OBEDIENT);
        batch.submit(order("first", 3));
        awaitReady("first.0", "first.1", "first.2");

        var answer = batch.remove("local", List.of(id("first.0"), id("first.2"), id("long-gone.0")));

        assertThat(answer).isEqualTo(new Removal.Asked());
        await().untilAsserted(
                        () -> assertThat(slots(batch)).extracting(Slot::batchId).containsExactly(id("first.1")));
    }

    @Test
    void showsAPilotThatTakesItsTimeAsLeaving() {
        var batch = batch(STUBBORN);
        batch.submit(order("first", 1));
        awaitReady("first.0");

        batch.remove("local", List.of(id("first.0")));

        assertThat(slots(batch)).extracting(Slot::state).containsExactly(State.LEAVING);
        await().until(() -> slots(batch).isEmpty());
    }

    @Test
    void killsWhatDoesNotEndWhenAskedAndStaysWithinItsBound() {
        var batch = batch(STUBBORN);
        batch.submit(order("first", 3));
        awaitReady("first.0", "first.1", "first.2");
        var pids = List.of(pid("first.0"), pid("first.1"), pid("first.2"));

        var began = System.nanoTime();
        batch.close();

        assertThat(pids).noneMatch(LocalPilots::isAlive);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void isNotGoneWhileAPayloadOfItRuns() {
        var batch = batch(PAYLOAD_OUTLIVES);
        batch.submit(order("first", 1));

        await().untilAsserted(
                        () -> assertThat(slots(batch)).extracting(Slot::state).containsExactly(State.LEAVING));
        assertThat(Strays.of(pilot("first.0/work"))).isNotEmpty().allMatch(ProcessHandle::destroyForcibly);

        await().until(() -> slots(batch).isEmpty());
    }

    @Test
    void endsAPayloadThatOutlivedPilotAndGuardianForLong() {
        var clock = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        var batch = batch(PAYLOAD_OUTLIVES, clock::get);
        batch.submit(order("first", 1));
        await().untilAsserted(
                        () -> assertThat(slots(batch)).extracting(Slot::state).containsExactly(State.LEAVING));

        clock.set(clock.get().plusSeconds(19));
        assertThat(slots(batch)).hasSize(1);
        assertThat(Strays.of(pilot("first.0/work"))).isNotEmpty();
        clock.set(clock.get().plusSeconds(2));

        await().until(() -> slots(batch).isEmpty());
        assertThat(Strays.of(pilot("first.0/work"))).isEmpty();
    }

    @Test
    void leavesNoPayloadBehindWhenItCloses() {
        var batch = batch(PAYLOAD_OUTLIVES);
        batch.submit(order("first", 1));
        await().until(() -> !Strays.of(pilot("first.0/work")).isEmpty());

        batch.close();

        assertThat(Strays.of(pilot("first.0/work"))).isEmpty();
    }

    @Test
    void endsPilotsThatAreJustStarting() {
        var batch = batch("echo $$ > own-pid; " + OBEDIENT);
        batch.submit(order("first", 4));

        batch.close();

        assertThat(slots(batch)).isEmpty();
        assertThat(processesIn(temporary)).isEmpty();
    }

    @Test
    void startsNothingAfterItWasClosed() {
        var batch = batch(OBEDIENT);
        batch.close();

        var answer = batch.submit(order("late", 1));

        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(slots(batch)).isEmpty();
    }

    @Test
    void keepsTheNewestLogsAndWhateverJobsLeftBehind() throws IOException {
        var batch = batch("case \"$*\" in *nonce-0*) touch work/result ;; esac");
        batch.submit(order("first", 25));
        await().untilAsserted(() -> assertThat(IntStream.range(0, 25).mapToObj(n -> pilot("first." + n + "/exit")))
                .allMatch(Files::exists));
        Files.setLastModifiedTime(pilot("first.0").resolve("exit"), FileTime.fromMillis(0));

        batch.submit(order("second", 1));

        assertThat(pilot("first.0/work/result")).exists();
        assertThat(pilot("first.0").toFile().list()).containsExactly("work");
        try (var directories = Files.list(base().resolve("local"))) {
            assertThat(directories).hasSize(1 + 20 + 1);
        }
    }
}
