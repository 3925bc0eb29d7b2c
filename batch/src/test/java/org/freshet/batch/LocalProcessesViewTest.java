package org.freshet.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.freshet.batch.View.Unreadable;
import org.junit.jupiter.api.Test;

class LocalProcessesViewTest extends LocalPilots {

    @Test
    void findsThePilotsOfAnEarlierServer() {
        batch(OBEDIENT).submit(order("first", 2));
        awaitReady("first.0", "first.1");

        var later = batch(OBEDIENT);

        assertThat(slots(later)).extracting(Slot::batchId).containsExactlyInAnyOrder(id("first.0"), id("first.1"));
    }

    @Test
    void doesNotTakeAReusedProcessNumberForThePilot() throws IOException {
        var stranger = new ProcessBuilder("sleep", "600").start();
        opened.add(stranger::destroyForcibly);
        var stat = Files.readString(Path.of("/proc", Long.toString(stranger.pid()), "stat"));
        var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
        var batch = batch(OBEDIENT);
        batch.submit(order("first", 1));
        awaitReady("first.0");
        var file = pilot("first.0").resolve("process");
        var written = Files.readString(file);
        opened.addFirst(() -> Files.writeString(file, written));
        var startTicks = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1)[19];

        Files.writeString(
                file, boot + stat.replace(" " + startTicks + " ", " " + (Long.parseLong(startTicks) - 1) + " "));
        batch.remove("local", List.of(id("first.0")));
        batch.close();

        assertThat(slots(batch)).isEmpty();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void doesNotTakeAProcessOfAnotherBootForThePilot() throws IOException {
        var batch = batch(OBEDIENT);
        batch.submit(order("first", 1));
        awaitReady("first.0");
        var file = pilot("first.0").resolve("process");
        var written = Files.readString(file);
        opened.addFirst(() -> Files.writeString(file, written));

        Files.writeString(
                file,
                "00000000-0000-0000-0000-000000000000\n"
                        + written.lines().toList().getLast() + "\n");

        assertThat(slots(batch)).isEmpty();
    }

    @Test
    void seesNothingWhereNothingWasSubmitted() {
        assertThat(slots(batch(OBEDIENT))).isEmpty();
    }

    @Test
    void isUnreadableWhenItsDirectoryIsGone() throws IOException {
        var batch = batch(OBEDIENT);

        Files.delete(base());

        assertThat(batch.view("local")).isInstanceOf(Unreadable.class);
    }

    @Test
    void isUnreadableWhenASitesDirectoryIsNone() throws IOException {
        var batch = batch(OBEDIENT);

        Files.writeString(base().resolve("local"), "not a directory");

        assertThat(batch.view("local"))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        it -> assertThat(it.sentence())
                                .contains(base().resolve("local").toString()));
    }

    @Test
    void isUnreadableWhenAPilotsNoteIsDamaged() throws IOException {
        var batch = batch(OBEDIENT);
        batch.submit(order("first", 2));
        awaitReady("first.0", "first.1");
        var file = pilot("first.1").resolve("process");
        var written = Files.readString(file);
        opened.addFirst(() -> Files.writeString(file, written));

        Files.writeString(file, "something else\n");

        assertThat(batch.view("local"))
                .isInstanceOfSatisfying(
                        Unreadable.class, it -> assertThat(it.sentence()).contains("first.1/process"));
    }
}
