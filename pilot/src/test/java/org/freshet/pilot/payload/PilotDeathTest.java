package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pilots, as processes, that are killed or stopped while a payload does its worst to survive them. */
class PilotDeathTest {

    /** The grace of one second, and two more. */
    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    Path temp;

    private final String tag = "88" + UUID.randomUUID().toString().replaceAll("[^0-9]", "");
    private Process pilot;

    /** Seven processes: children, a daemon, without environment, without both, deaf to SIGTERM, stopped. */
    private String stubborn() {
        return """
                sleep TAG &
                (trap '' TERM; sleep TAG; sleep TAG) &
                setsid -f sh -c 'trap "" TERM; sleep TAG; sleep TAG'
                env -i setsid sleep TAG &
                env -i setsid -f sh -c '(sleep TAG &) ; sleep TAG'
                sh -c 'kill -s STOP $$; sleep TAG' &
                wait; sleep TAG""".replace("TAG", tag);
    }

    @AfterEach
    void end() {
        if (pilot != null) {
            pilot.destroyForcibly();
        }
        running().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void leavesNothingOfItsPayloadWhenItIsKilled() throws Exception {
        start(stubborn(), 60, 0);
        awaitEscape();

        pilot.destroyForcibly();

        awaitGone();
    }

    @Test
    void leavesNothingOfItsPayloadAtTheTimeLimit() throws Exception {
        start(stubborn(), 2, 0);

        assertThat(verdict()).contains("TIME_LIMIT");
        assertThat(running()).isEmpty();
    }

    @Test
    void leavesNothingOfAPayloadThatForksWithoutEndAtTheTimeLimit() throws Exception {
        start("trap '' TERM; while :; do setsid -f sleep " + tag + "; env -i sleep " + tag + " & done", 1, 0);

        assertThat(verdict()).contains("TIME_LIMIT");
        assertThat(running()).isEmpty();
    }

    @Test
    void leavesNothingBehindAfterTheNormalEndOfAPayload() throws Exception {
        start(stubborn().replaceFirst("wait; .*", "sleep 0.5"), 60, 0);

        assertThat(verdict()).contains("exitCode=0");
        assertThat(running()).isEmpty();
    }

    @Test
    void buriesTheOrphansOfItsPayload() throws Exception {
        start("for n in 1 2 3 4 5; do setsid -f sleep 0." + tag + "; done; sleep 2; exec sleep " + tag, 60, 0);
        awaitRunning(5);

        await().until(() -> running().size() == 1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ProcessEntry.all())
                        .filteredOn(it -> it.parent() == pilot.pid() && it.ended())
                        .isEmpty());
    }

    @Test
    void letsThePayloadGoOnUnderAnotherGuardianWhenTheFirstIsKilled() throws Exception {
        start("exec sleep " + tag, 60, 0);
        awaitRunning(1);
        var first = guardian();

        first.destroyForcibly();
        await().atMost(Duration.ofSeconds(5)).until(() -> guardians().stream().anyMatch(it -> !it.equals(first)));

        assertThat(running()).hasSize(1);
        pilot.destroyForcibly();
        awaitGone();
    }

    @Test
    void keepsWhatAnExclusivePayloadMayDoWhenItsGuardianIsKilled() throws Exception {
        start("exec sleep " + tag, 60, 4);
        awaitRunning(1);

        guardian().destroyForcibly();

        assertThat(verdict()).contains("SIGNAL").contains("ended by its guardian");
    }

    @Test
    void isStoppedForLongAndGoesOnWithItsPayload() throws Exception {
        start("exec sh -c 'sleep 3; echo " + tag + "'", 60, 0);
        awaitRunning(1);

        signal("STOP");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> !running().isEmpty());
        signal("CONT");

        assertThat(verdict()).contains("exitCode=0");
    }

    @Test
    void losesAnExclusivePayloadWhileItIsStopped() throws Exception {
        start("exec sh -c 'trap \"exit 0\" TERM; while :; do sleep 0.1; : " + tag + "; done'", 60, 3);
        awaitRunning(1);

        signal("STOP");
        await().atMost(Duration.ofSeconds(6)).until(() -> running().isEmpty());
        signal("CONT");

        assertThat(verdict()).contains("SIGNAL").contains("ended by its guardian");
    }

    private void start(String text, int timeLimit, int held) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        // the text goes by a file: the pilot's own command line must not look like the payload's
        var script = Files.writeString(temp.resolve("script"), text);
        pilot = new ProcessBuilder(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LonePilot.class.getName(),
                        temp.resolve("work").toString(),
                        ". " + script,
                        String.valueOf(timeLimit),
                        String.valueOf(held))
                .redirectError(temp.resolve("pilot.log").toFile())
                .redirectOutput(temp.resolve("verdict").toFile())
                .start();
    }

    /** What the pilot says of its payload's end, when it has ended itself. */
    private String verdict() throws Exception {
        assertThat(pilot.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(temp.resolve("verdict")) + Files.readString(temp.resolve("pilot.log"));
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pilot.pid())
                .start()
                .waitFor();
    }

    private List<ProcessHandle> guardians() {
        return pilot.children()
                .filter(it -> it.info().commandLine().orElse("").contains("freshet-guardian"))
                .toList();
    }

    private ProcessHandle guardian() {
        return guardians().getFirst();
    }

    private List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(it -> it.info().commandLine().orElse("").contains(tag))
                .toList();
    }

    private void awaitRunning(int atLeast) {
        await().until(() -> running().size() >= atLeast);
    }

    /** The orphans without environment have come to the pilot, and the guardian knows of them. */
    private void awaitEscape() {
        awaitRunning(7);
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    }

    private void awaitGone() {
        await().atMost(SOON).untilAsserted(() -> assertThat(running()).isEmpty());
    }
}
