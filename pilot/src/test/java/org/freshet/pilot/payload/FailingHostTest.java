package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.freshet.pilot.fixtures.RootOnly;
import org.freshet.pilot.platform.PilotClock;
import org.junit.jupiter.api.Test;

/** What the pilot does when its machine, not the job, is at fault. */
class FailingHostTest extends RunningPayloads {

    /** Starts processes, and then does something else with those of payloads. */
    private static OwnProcesses processes(UnaryOperator<Process> ofPayloads) {
        return new OwnProcesses(Optional.empty()) {
            @Override
            synchronized Process start(ProcessBuilder builder) throws IOException {
                var process = super.start(builder);
                return builder.environment().containsKey("FRESHET_JOB_ID") ? ofPayloads.apply(process) : process;
            }
        };
    }

    private PayloadLauncher launcher(UnaryOperator<Process> ofPayloads) {
        return new PayloadLauncher(pilotEnv, SILENT, Optional.of("/usr/bin/setsid"), processes(ofPayloads));
    }

    private static OutOfMemoryError noThread() {
        return new OutOfMemoryError("unable to create native thread");
    }

    @Test
    void endsAPayloadWhoseOutputItCannotReadForLackOfThreads() throws Exception {
        start(aShellJob("sleep 60.4411 & wait"), launcher(Unreadable::new));

        var end = end();

        assertThat(end.hostsFault()).isTrue();
        assertThat(end.verdict().message()).contains("unable to create native thread", "Next step: ");
        assertThat(isRunning("60.4411")).isFalse();
    }

    @Test
    void endsAPayloadThatRunsThoughItsStartFailed() throws Exception {
        start(aShellJob("sleep 60.4412 & wait"), launcher(_ -> {
            throw noThread();
        }));

        var end = end();

        assertThat(end.hostsFault()).isTrue();
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(6)).until(() -> !isRunning("60.4412"));
    }

    @Test
    void doesNotFailTheJobWhenWhatStartsItLacksMemory() throws Exception {
        var end = run(aShellJob("echo 'setsid: failed to execute /bin/x: Cannot allocate memory' >&2; exit 126"));

        assertThat(end.hostsFault()).isTrue();
        assertThat(end.verdict().message()).contains("Cannot allocate memory", "Next step: ");
    }

    @Test
    void doesNotCutOffAPayloadWhosePreparationTookLongerThanItsFirstHold() throws Exception {
        heldFor = Duration.ofSeconds(-1);
        var run = new PayloadRun(payload(aShellJob("sleep 1.5")), launcher(it -> it), Echo.NONE, SILENT);
        run.mayRunUntil(Hold.until(PilotClock.now().plus(Duration.ofSeconds(30))));

        var end = run.run();

        assertThat(end.verdict().reason()).isNull();
    }

    @Test
    void doesNotWaitForADaemonThatEscapedAndHoldsTheOutput() throws Exception {
        var before = PilotClock.now();

        var end = runWithEcho("(env -i setsid sleep 12.4416 &); echo all", OutputStream.nullOutputStream());

        assertThat(before.age()).isLessThan(Duration.ofSeconds(8));
        assertThat(end.verdict().reason()).isNull();
        assertThat(stdout(end)).isEqualTo("all\n");
    }

    @Test
    void waitsForAReaderOfTheEchoWhoTakesHisTime() throws Exception {
        var read = new ByteArrayOutputStream();
        var slow = new OutputStream() {
            @Override
            public void write(int b) {
                await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
                read.write(b);
            }
        };

        var unused = runWithEcho("printf x", slow);

        assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("x");
    }

    private PayloadEnd runWithEcho(String text, OutputStream stdout) {
        var echo = new Echo(stdout, OutputStream.nullOutputStream(), Duration.ofHours(1));
        return new PayloadRun(payload(aShellJob(text)), launcher(it -> it), echo, SILENT).run();
    }

    @Test
    void givesACommandUpThatDoesNotEnd() {
        var before = PilotClock.now();

        assertThatThrownBy(() -> commands.run(List.of("/bin/sleep", "60.4413"), Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("/bin/sleep did not end within 1 s");

        assertThat(before.age()).isLessThan(Duration.ofSeconds(4));
        await().until(() -> !isRunning("60.4413"));
    }

    @Test
    void doesNotWaitForWhoeverHoldsTheOutputOfACommandThatEnded() throws Exception {
        var before = PilotClock.now();

        var unused = commands.run(List.of("/bin/sh", "-c", "sleep 6.4414 &"), Duration.ofSeconds(30));

        assertThat(before.age()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void leavesAGroupAloneThatHasTheNumberOfALeaderLongGone() throws Exception {
        var group = new ProcessBuilder("setsid", "/bin/sh", "-c", "sleep 60.4415 & wait").start();
        await().until(() -> isRunning("sleep 60.4415"));
        var gone = new Unreadable(group) {
            @Override
            public boolean isAlive() {
                return false;
            }
        };
        var payload = new PayloadProcesses(OwnProcesses.withoutAdoption(), gone, true, "A=none of this", 0);

        var left = payload.end(Duration.ofMillis(100));

        assertThat(left).isEmpty();
        assertThat(isRunning("sleep 60.4415")).isTrue();
        group.descendants().forEach(ProcessHandle::destroyForcibly);
        group.destroyForcibly();
    }

    @Test
    @RootOnly
    void doesNotSayThatAFileIsNotExecutableWhenItCannotLook() throws Exception {
        Files.createDirectory(work());
        for (var it : List.of(temp, work())) {
            Files.setPosixFilePermissions(it, PosixFilePermissions.fromString("rwx--x--x"));
        }
        var full = new boolean[1];
        var starts = new OwnProcesses(Optional.empty()) {
            @Override
            synchronized Process start(ProcessBuilder builder) throws IOException {
                if (full[0]) {
                    throw new IOException("error=11, Resource temporarily unavailable");
                }
                return super.start(builder);
            }
        };
        var site = SiteUser.of("nobody", System.getenv(), work(), new Commands(starts));
        full[0] = true;

        assertThatThrownBy(() -> site.isExecutable(temp))
                .isInstanceOfSatisfying(
                        NotStartedException.class,
                        it -> assertThat(it.isHostsFault()).isTrue());
    }

    /** A process for whose output there is no thread. */
    private static class Unreadable extends Process {

        private final Process process;

        Unreadable(Process process) {
            this.process = process;
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            throw noThread();
        }

        @Override
        public InputStream getErrorStream() {
            return process.getErrorStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public int exitValue() {
            return process.exitValue();
        }

        @Override
        public void destroy() {
            process.destroy();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public long pid() {
            return process.pid();
        }
    }
}
