package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.LogPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadEndTest extends RunningPayloads {

    @Test
    void finishesWithExitCodeZero() throws Exception {
        var end = run(aJob("/bin/true"));

        assertThat(end.verdict()).isEqualTo(new Verdict(null, 0, null, null));
        assertThat(end.startedAt()).isNotNull();
        assertThat(end.logs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 126, 127, 128, 193, 255})
    void failsWithItsExitCode(int code) throws Exception {
        var end = run(aShellJob("exit " + code));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.EXIT_CODE);
        assertThat(end.verdict().exitCode()).isEqualTo(code);
        assertThat(end.verdict().message()).contains("exit code " + code);
    }

    @ParameterizedTest
    @CsvSource({"KILL, 9, SIGKILL", "SEGV, 11, SIGSEGV", "TERM, 15, SIGTERM", "USR1, 10, SIGUSR1"})
    void namesTheSignalThatEndedIt(String signal, int number, String name) throws Exception {
        var end = run(aShellJob("kill -" + signal + " $$"));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.SIGNAL);
        assertThat(end.verdict().signal()).isEqualTo(number);
        assertThat(end.verdict().exitCode()).isNull();
        assertThat(end.verdict().message()).contains(name);
    }

    @Test
    void takesAShellsHundredAndThirtySevenForASignalAndMentionsMemory() throws Exception {
        var end = run(aShellJob("sh -c 'kill -9 $$'; exit $?"));

        assertThat(end.verdict().signal()).isEqualTo(9);
        assertThat(end.verdict().message()).contains("memory");
    }

    @Test
    void isNotStartedWhenItDoesNotExist() throws Exception {
        assertNotStarted("/no/such/run.sh", "/no/such/run.sh does not exist");
    }

    @Test
    void isNotStartedWhenItIsNotExecutable() throws Exception {
        var file = Files.writeString(temp.resolve("run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertNotStarted(
                file.toString(),
                "The payload " + file + " is not executable. Next step: chmod +x " + file + ", then retry.");
    }

    @Test
    void isNotStartedWhenItIsADirectory() throws Exception {
        assertNotStarted(temp.toString(), "is a directory");
    }

    @Test
    void isNotStartedWhenItIsNotOnThePath() throws Exception {
        assertNotStarted("no-such-program --x", "\"no-such-program\" is not on the PATH");
    }

    @Test
    void isNotStartedWhenItsInterpreterIsMissing() throws Exception {
        assertNotStarted(script("a.py", "#! /no/such/python -u\n").toString(), "interpreter /no/such/python");
    }

    @Test
    void isNotStartedWhenItsLinesEndAsInWindows() throws Exception {
        assertNotStarted(script("a.sh", "#!/bin/sh\r\nexit 0\r\n").toString(), "Windows line ends");
    }

    @Test
    void isNotStartedWhenTheSystemCannotRunIt() throws Exception {
        var end = run(aJob(script("odd", "#!" + temp + "\n").toString()));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains("Permission denied").contains("Next step:");
    }

    @Test
    void isNotStartedWithoutAPayload() throws Exception {
        assertNotStarted("  ", "no payload");
    }

    @Test
    void isNotStartedWithAnUnclosedQuote() throws Exception {
        assertNotStarted("echo 'a", "single quote at column 6");
    }

    @Test
    void isNotStartedWithAVariableThatNoProcessCanHave() throws Exception {
        var end = run(aJob("/bin/true").env("A=B", "c"));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains("Next step:");
    }

    @Test
    void isNotStartedWhenTheWorkDirectoryCannotBeUsed() throws Exception {
        Files.writeString(work(), "a file in its place");

        var end = run(aJob("/bin/true"));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains(work().toString(), "work directory");
    }

    private void assertNotStarted(String payload, String message) throws Exception {
        var end = run(aJob(payload));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains(message).contains("Next step:");
        assertThat(end.startedAt()).isNull();
    }

    @Test
    void failsWhenDeclaredOutputsAreMissingOrEmpty() throws Exception {
        var job = aShellJob("echo x > a; echo x > output/b; : > c").outputs("a", "b", "c", "d/e");

        var end = run(job);

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(end.verdict().exitCode()).isZero();
        assertThat(end.verdict().message()).endsWith(": c, d/e.");
    }

    @Test
    void isEndedAtItsTimeLimitWithAllItsProcesses() throws Exception {
        killGrace = Duration.ofMillis(300);
        var job = aShellJob("(trap '' TERM; sleep 60.1217 & sleep 60.1217; sleep 60.1217) & sleep 60.1217");

        var end = run(job.timeLimit(1));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.TIME_LIMIT);
        assertThat(end.verdict().signal()).isEqualTo(15);
        assertThat(end.verdict().message()).contains("1 s");
        assertThat(end.asked()).isFalse();
        await().untilAsserted(() -> assertThat(isRunning("60.1217")).isFalse());
    }

    @Test
    void mayEndInOrderWhenItIsAskedTo() throws Exception {
        var run = start(aShellJob("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.05; done"));
        await().until(() -> !run.newestLogs(10).isEmpty());

        run.end("cancelled by nobody");

        assertThat(end().verdict().exitCode()).isEqualTo(5);
        assertThat(end().verdict().message()).contains("cancelled by nobody");
        assertThat(end().asked()).isTrue();
        assertThat(stdout(end())).isEqualTo("ready\nbye\n");
    }

    @Test
    void leavesNoProcessBehindWhenItIsAskedToEnd() throws Exception {
        killGrace = Duration.ofMillis(300);
        var run = start(aShellJob("(env -i setsid sh -c 'trap \"\" TERM; sleep 60.2217; sleep 60.2217' &);"
                + " trap '' TERM; echo ready; sleep 60.2217; sleep 60.2217"));
        await().until(() -> !run.newestLogs(10).isEmpty());

        run.end("cancelled by nobody");

        assertThat(end().asked()).isTrue();
        assertThat(isRunning("60.2217")).isFalse();
    }

    @Test
    void canBeAskedToEndBeforeItHasStarted() throws Exception {
        start(aJob("sleep 60.3317")).end("too late");

        assertThat(end().asked()).isTrue();
        await().untilAsserted(() -> assertThat(isRunning("60.3317")).isFalse());
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        killGrace = Duration.ofMillis(300);

        var end = run(aShellJob("sleep 60.4417 >/dev/null 2>&1 & exit 0"));

        assertThat(end.verdict().reason()).isNull();
        assertThat(isRunning("60.4417")).isFalse();
    }

    @Test
    void leavesNoProcessBehindThatMadeASessionOfItsOwn() throws Exception {
        killGrace = Duration.ofMillis(300);

        var end = run(aShellJob("setsid -f sh -c 'trap \"\" TERM; sleep 60.5517; sleep 60.5517'; sleep 0.2"));

        assertThat(end.verdict().reason()).isNull();
        assertThat(isRunning("60.5517")).isFalse();
    }

    @Test
    void leavesNoProcessBehindThatClearedItsEnvironmentAndLeftTheSession() throws Exception {
        killGrace = Duration.ofMillis(300);

        var end = run(aShellJob("echo said; env -i setsid -f sh -c 'trap \"\" TERM; sleep 60.6617; sleep 60.6617'"));

        assertThat(end.verdict().reason()).isNull();
        assertThat(stdout(end)).isEqualTo("said\n");
        assertThat(isRunning("60.6617")).isFalse();
    }

    @Test
    void endsThoughAProcessThatEscapedHoldsItsOutputWhereOrphansCannotBeAdopted() throws Exception {
        var launcher =
                new PayloadLauncher(pilotEnv, SILENT, Optional.of("/usr/bin/setsid"), OwnProcesses.withoutAdoption());

        start(aShellJob("echo said; env -i setsid -f sleep 8.6617; sleep 0.2"), launcher);

        assertThat(end().verdict().reason()).isNull();
        assertThat(stdout(end())).isEqualTo("said\n");
        ProcessHandle.allProcesses()
                .filter(it -> it.info().commandLine().orElse("").contains("8.6617"))
                .forEach(ProcessHandle::destroy);
    }

    @Test
    void isEndedWithItsDescendantsWhereThereIsNoSetsid() throws Exception {
        killGrace = Duration.ofMillis(300);
        var launcher = new PayloadLauncher(pilotEnv, SILENT, Optional.empty(), OwnProcesses.withoutAdoption());

        start(aShellJob("env -i sleep 60.7717 & wait").timeLimit(1), launcher);

        assertThat(end().verdict().reason()).isEqualTo(FailureReason.TIME_LIMIT);
        await().untilAsserted(() -> assertThat(isRunning("60.7717")).isFalse());
    }

    @Test
    void keepsHeadAndTailOfALongOutput() throws Exception {
        int total = 50 * 1024 * 1024;

        var end = run(aShellJob("echo first; head -c " + (total - 11) + " /dev/zero; echo last"));

        var log = end.logs().getFirst();
        assertThat(log.totalBytes()).isEqualTo(total);
        assertThat(log.head()).hasSize(LogPart.MAX_HEAD).startsWith("first\n".getBytes());
        assertThat(log.tail()).hasSize(LogPart.MAX_TAIL).endsWith("last\n".getBytes());
        assertThat(end.keptBytes()).isEqualTo(LogPart.MAX_HEAD + LogPart.MAX_TAIL);
    }

    @Test
    void keepsBinaryOutputOfBothStreamsApart() throws Exception {
        var end = run(aShellJob("printf '\\000\\377\\012'; printf '\\200' >&2"));

        assertThat(end.logs())
                .satisfiesExactly(
                        out -> assertThat(out.head()).containsExactly(0, 0xff, '\n'),
                        err -> assertThat(err.head()).containsExactly(0x80));
    }
}
