package org.freshet.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.freshet.batch.Slot.State;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.junit.jupiter.api.Test;

class LocalProcessesSubmitTest extends LocalPilots {

    @Test
    void startsAProcessForEachPilotOfAnOrder() {
        var batch = batch(OBEDIENT);

        var answer = batch.submit(order("first", 2));

        assertThat(answer)
                .isEqualTo(new Accepted(
                        List.of(new Placed("nonce-0", id("first.0")), new Placed("nonce-1", id("first.1")))));
        awaitReady("first.0", "first.1");
        assertThat(slots(batch)).hasSize(2).allSatisfy(slot -> {
            assertThat(slot.state()).isEqualTo(State.RUNNING);
            assertThat(slot.orderId()).isEqualTo("first");
        });
        assertThat(slots(batch)).extracting(Slot::nonce).containsExactlyInAnyOrder("nonce-0", "nonce-1");
    }

    @Test
    void countsAPilotFromTheMomentItIsSubmitted() {
        var batch = batch(OBEDIENT);

        batch.submit(order("first", 3));

        assertThat(slots(batch)).hasSize(3);
    }

    @Test
    void tellsThePilotWhatItNeeds() throws IOException {
        var batch = batch("echo \"$@\" > arguments; " + OBEDIENT);
        var capacity = new Capacity(2, 512, 0, List.of("gpu", "ssd"));

        batch.submit(order("first", 1, capacity));

        awaitReady("first.0");
        assertThat(Files.readString(pilot("first.0").resolve("arguments")))
                .endsWith(("pilot.jar --server http://127.0.0.1:1,http://127.0.0.1:2 --site local --work %s"
                                + " --nonce=nonce-0 --batch-id first.0 --cores 2 --memory-mb 512 --tag gpu --tag ssd\n")
                        .formatted(pilot("first.0").resolve("work")));
    }

    @Test
    void letsPilotsRunPayloadsWhereOtherUsersMayEnter() throws IOException {
        var elsewhere = base().resolveSibling("elsewhere");
        var batch = batch("echo \"$@\" > arguments; " + OBEDIENT).workingIn(elsewhere);

        batch.submit(order("first", 1));

        awaitReady("first.0");
        assertThat(Files.readString(pilot("first.0").resolve("arguments")))
                .contains(" --work " + elsewhere.resolve("local/first.0") + " ");
        assertThat(Files.readSymbolicLink(pilot("first.0").resolve("work")))
                .isEqualTo(elsewhere.resolve("local/first.0"));
    }

    @Test
    void handsTheSecretOverUnseen() throws IOException {
        var batch = batch(OBEDIENT);

        batch.submit(order("first", 1));

        awaitReady("first.0");
        var process = Path.of("/proc", Long.toString(pid("first.0")));
        assertThat(pilot("first.0").resolve("told")).hasContent(SECRET);
        assertThat(Files.readString(process.resolve("cmdline")))
                .contains("sleep")
                .doesNotContain(SECRET);
        assertThat(Files.readString(process.resolve("environ")))
                .contains("PATH=")
                .doesNotContain(SECRET, "FRESHET_");
    }

    @Test
    void givesEachPilotASessionOfItsOwn() throws IOException {
        var batch = batch(OBEDIENT);

        batch.submit(order("first", 1));

        awaitReady("first.0");
        var stat = Files.readString(Path.of("/proc", Long.toString(pid("first.0")), "stat"));
        var session = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1)[3];
        assertThat(Long.parseLong(session)).isEqualTo(pid("first.0"));
    }

    @Test
    void refusesToStartAProgramThatIsNotThere() {
        var missing = new PilotProgram(Path.of("/bin/sh"), List.of(), temporary.resolve("missing.jar"));

        var answer = batch(missing).submit(order("first", 1));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class, it -> assertThat(it.sentence()).contains("missing.jar cannot be read"));
    }

    @Test
    void doesNotStartAnOrderTwice() {
        var batch = batch(OBEDIENT);
        batch.submit(order("first", 1));

        var again = batch.submit(order("first", 1));

        assertThat(again).isInstanceOf(Unknown.class);
        assertThat(slots(batch)).hasSize(1);
    }
}
