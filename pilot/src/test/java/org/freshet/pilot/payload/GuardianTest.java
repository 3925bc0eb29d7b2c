package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.freshet.pilot.platform.PilotClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing a guardian that has a charge is to it what the death of its pilot is: its input ends. */
@ParameterizedClass
@ValueSource(strings = {"/bin/sh", "/bin/bash"})
class GuardianTest {

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration SOON = GRACE.plusSeconds(2);
    private static final Duration AT_LAST = Duration.ofSeconds(20); // on a machine that is busy

    @Parameter
    String shell;

    @TempDir
    Path temp;

    /** Stands in the command line of everything that the payload starts, and nowhere else. */
    private final String tag = "77" + UUID.randomUUID().toString().replaceAll("[^0-9]", "");

    private final OwnProcesses processes = new OwnProcesses(SystemCalls.ofThisMachine());
    private final List<Process> started = new ArrayList<>();
    private List<ProcessHandle> earlier;
    private String marker;
    private Guardian guardian;

    @BeforeEach
    void begin() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)), "there is no " + shell);
        earlier = ProcessHandle.current().children().toList();
        marker = PayloadEnvironment.marker(temp.resolve("a payload's directory"));
        guardian = new Guardian(processes, Optional.of("/usr/bin/setsid"), shell, RunningPayloads.SILENT);
    }

    @AfterEach
    void end() {
        if (guardian != null) {
            guardian.close();
        }
        started.forEach(Process::destroyForcibly);
        running().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void endsTheWholeSessionOfThePayload() throws Exception {
        var leader = payload("sleep " + tag + " & sh -c 'trap \"\" TERM; sleep " + tag + "; sleep " + tag + "' & wait");
        awaitRunning(2);
        guard(leader);

        guardian.close();

        awaitGone();
    }

    @Test
    void letsThePayloadEndInOrderBeforeItKills() throws Exception {
        var said = temp.resolve("said");
        var leader = payload("trap 'echo bye > " + said + "; exit' TERM; : > " + said
                + ".ready; while :; do sleep 0.05; : " + tag + "; done");
        await().until(() -> Files.exists(Path.of(said + ".ready")));
        guard(leader);

        guardian.close();

        awaitGone();
        assertThat(said).hasContent("bye");
    }

    @Test
    void endsWhatLeftTheSessionByItsMarker() throws Exception {
        var leader = payload("setsid -f sleep " + tag + "; setsid -f sh -c 'trap \"\" TERM; while :; do sleep 0.1; : "
                + tag + "; done'; exec sleep " + tag);
        awaitRunning(3);
        guard(leader);

        guardian.close();

        awaitGone();
    }

    @Test
    void endsWhatClearedItsEnvironment() throws Exception {
        var leader = payload("env -i sleep " + tag + " & env -i setsid sleep " + tag + " & wait");
        awaitRunning(2);
        guard(leader);

        guardian.close();

        awaitGone();
    }

    @Test
    void endsAStrayThatItWasToldOf() throws Exception {
        var leader = payload("env -i setsid -f sleep " + tag + "; exec sleep 60");
        awaitRunning(1);
        guard(leader);
        var stray = running().stream()
                .filter(it -> it.pid() != leader.pid())
                .map(it -> ProcessEntry.of(it.pid()).orElseThrow())
                .toList();
        guardian.tell(it -> it.withStrays(stray));

        guardian.close();

        awaitGone();
    }

    @Test
    void endsAStoppedPayload() throws Exception {
        var leader = payload("kill -s STOP $$; : " + tag);
        await().until(() -> state(leader).equals("T"));
        guard(leader);

        guardian.close();

        awaitGone();
        assertThat(leader.waitFor()).isNotZero();
    }

    @Test
    void endsAPayloadThatForksWithoutEnd() throws Exception {
        var leader = payload("trap '' TERM; while :; do sleep " + tag + " & sleep 0.01; done");
        awaitRunning(5);
        guard(leader);

        guardian.close();

        awaitGone();
    }

    @Test
    void endsAPayloadWhosePilotDiedBeforeItCouldSayWhichItIs() throws Exception {
        guardian.take(new Charge(marker, GRACE, null, null, List.of()));

        guardian.close();
        var late = payload("exec sleep " + tag);

        assertThat(late.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(late.exitValue()).isEqualTo(128 + Signal.TERM.number());
    }

    @Test
    void endsThePayloadWhenItIsDue() throws Exception {
        var leader = payload("exec sleep " + tag);
        guardian.take(charge(leader).withDue(heldFor(4)));

        guardian.tell(it -> it.withDue(heldFor(2)));

        assertThat(leader.isAlive()).isTrue();
        await().atMost(Duration.ofSeconds(4)).until(() -> !leader.isAlive());
        assertThat(guardian.hasCutOff(marker)).isTrue();
    }

    @Test
    void letsThePayloadRunOnWhenItIsToldToInTime() throws Exception {
        var leader = payload("exec sleep " + tag);
        guardian.take(charge(leader).withDue(heldFor(2)));

        guardian.tell(it -> it.withDue(heldFor(30)));

        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(5)).until(leader::isAlive);
        assertThat(guardian.hasCutOff(marker)).isFalse();
    }

    @Test
    void leavesNoProcessOfItsOwnAfterItCutAPayloadOff() throws Exception {
        var leader = payload("exec sleep " + tag);
        guardian.take(charge(leader).withDue(heldFor(1)));
        var own = ownProcesses();
        await().until(() -> !leader.isAlive());

        guardian.release();
        guardian.close();

        assertThat(own).hasSizeGreaterThanOrEqualTo(2);
        await().atMost(AT_LAST).until(() -> own.stream().noneMatch(GuardianTest::runs));
    }

    @Test
    void doesNotTakeTheEndOfOnePayloadForThatOfTheNext() throws Exception {
        var leader = payload("exec sleep " + tag);
        guardian.take(charge(leader).withDue(heldFor(1)));
        await().until(() -> !leader.isAlive());

        guardian.release();
        guardian.take(new Charge(marker + "/next", GRACE, heldFor(30), null, List.of()));

        assertThat(guardian.hasCutOff(marker + "/next")).isFalse();
        guardian.release();
    }

    @Test
    void isReplacedWhenItDoesNotListenAnyMoreAndNobodyWaitsForIt() throws Exception {
        var leader = payload("exec sleep " + tag);
        guard(leader);
        var deaf = ownProcesses().getFirst();
        signal(deaf, "STOP");
        var before = PilotClock.now();

        // more than a pipe holds
        for (int i = 0; i < 2000; i++) {
            int seconds = 100 + i;
            guardian.tell(it -> it.withDue(heldFor(seconds)));
        }

        assertThat(before.age()).isLessThan(Duration.ofSeconds(3));
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        !deaf.isAlive() && ownProcesses().stream().anyMatch(it -> !it.equals(deaf) && it.isAlive()));
        assertThat(leader.isAlive()).isTrue();
        guardian.close();
        awaitGone();
    }

    @Test
    void guardsOnWhenItWasStopped() throws Exception {
        var leader = payload("exec sleep " + tag);
        guard(leader);
        var guard = ownProcesses().getFirst();
        signal(guard, "STOP");
        await().until(() -> ProcessEntry.isStopped(guard.pid()));

        guardian.wake();

        await().until(() -> !ProcessEntry.isStopped(guard.pid()));
        guardian.close();
        awaitGone();
    }

    @Test
    void leavesAPayloadAloneThatItWasReleasedFrom() throws Exception {
        var leader = payload("exec sleep " + tag);
        guard(leader);

        guardian.release();
        guardian.close();

        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(3)).until(leader::isAlive);
    }

    @Test
    void leavesProcessesOfAnotherPayloadAlone() throws Exception {
        var other =
                start("FRESHET_OUTPUT_DIR=" + temp.resolve("a payload's directory/of/another"), "exec sleep " + tag);
        var leader = payload("exec sleep 60." + tag);
        guard(leader);

        guardian.close();

        await().atMost(AT_LAST).until(() -> !leader.isAlive());
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void leavesAProcessAloneThatGotTheNumberOfTheLeader() throws Exception {
        var stranger = start("A=b", "exec sleep " + tag);
        var leader = ProcessEntry.of(stranger.pid()).orElseThrow();
        var earlier = new ProcessEntry(
                leader.pid(), leader.parent(), leader.group(), leader.session(), leader.startTicks() - 1, false);
        guardian.take(new Charge(marker, GRACE, null, earlier, List.of()));

        guardian.close();

        await().during(SOON).atMost(SOON.plusSeconds(1)).until(stranger::isAlive);
    }

    private void guard(Process leader) throws NotStartedException {
        guardian.take(charge(leader));
    }

    /** The guardian, first, and what it has started. */
    private List<ProcessHandle> ownProcesses() throws Exception {
        await().until(() -> guardians().findAny().isPresent());
        return guardians()
                .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                .toList();
    }

    private Stream<ProcessHandle> guardians() {
        return ProcessHandle.current()
                .children()
                .filter(it -> !earlier.contains(it))
                .filter(it -> it.info().commandLine().orElse("").contains("freshet-guardian"));
    }

    /** Who has ended may wait to be buried for as long as this test's process runs. */
    private static boolean runs(ProcessHandle process) {
        return ProcessEntry.of(process.pid()).filter(it -> !it.ended()).isPresent();
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid())
                .start()
                .waitFor();
    }

    private static Hold heldFor(int seconds) {
        return Hold.until(PilotClock.now().plus(Duration.ofSeconds(seconds)));
    }

    private Charge charge(Process leader) {
        return new Charge(marker, GRACE, null, ProcessEntry.of(leader.pid()).orElseThrow(), List.of());
    }

    private Process payload(String text) throws IOException {
        return start(marker, text);
    }

    /** Runs a shell text in a session of its own. */
    private Process start(String variable, String text) throws IOException {
        var builder = new ProcessBuilder("setsid", "/bin/sh", "-c", text).directory(temp.toFile());
        var word = variable.split("=", 2);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", System.getenv("PATH"), word[0], word[1]));
        var process = builder.start();
        started.add(process);
        return process;
    }

    private List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(it -> it.info().commandLine().orElse("").contains(tag))
                .toList();
    }

    private void awaitRunning(int atLeast) {
        await().until(() -> running().size() >= atLeast);
    }

    private void awaitGone() {
        await().atMost(AT_LAST).untilAsserted(() -> assertThat(running()).isEmpty());
    }

    private static String state(Process process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/stat")).replaceFirst("^.*\\) (.).*\n", "$1");
    }
}
