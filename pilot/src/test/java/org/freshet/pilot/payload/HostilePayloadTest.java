package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.LogPart;
import org.junit.jupiter.api.Test;

/** Payloads that do what nobody expects. */
class HostilePayloadTest extends RunningPayloads {

    private static void assertNotStarted(PayloadEnd end, String message) {
        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains(message, "Next step: ");
        assertThat(end.hostsFault()).isFalse();
    }

    @Test
    void mayPrintEveryByteThereIs() throws Exception {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 256; i++) {
            bytes.write(i);
        }
        // an overlong form, half a surrogate, a sequence that is cut off
        bytes.writeBytes(
                new byte[] {(byte) 0xc0, (byte) 0x80, (byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xf0, (byte) 0x9f});
        var file = Files.write(temp.resolve("bytes"), bytes.toByteArray());

        var end = run(aJob("cat " + file));

        assertThat(end.logs()).singleElement().satisfies(it -> {
            assertThat(it.stream()).isEqualTo(LogPart.Stream.STDOUT);
            assertThat(it.head()).isEqualTo(bytes.toByteArray());
            assertThat(it.totalBytes()).isEqualTo(bytes.size());
        });
    }

    @Test
    void mayCloseItsStreamsAndRunOn() throws Exception {
        var end = run(aShellJob("echo first; exec >&- 2>&-; sleep 1; exit 5"));

        assertThat(end.verdict().exitCode()).isEqualTo(5);
        assertThat(stdout(end)).isEqualTo("first\n");
        var startedAt = end.startedAt();
        assertThat(startedAt).isNotNull();
        assertThat(startedAt.age().minus(end.endedAt().age())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void mayLeaveADaemonThatHoldsItsOutput() throws Exception {
        var end = run(aShellJob("setsid sh -c 'sleep 60.3317' & echo started"));

        assertThat(end.verdict().reason()).isNull();
        assertThat(stdout(end)).isEqualTo("started\n");
        assertThat(end.endedAt().age()).isLessThan(Duration.ofSeconds(10));
        assertThat(isRunning("60.3317")).isFalse();
    }

    @Test
    void mayHaveAnEnvironmentOfSixtyFourKilobytes() throws Exception {
        var job = aShellJob("echo ${#BIG} ${#V63}");
        job.env("BIG", "x".repeat(32 * 1024));
        for (int i = 0; i < 64; i++) {
            job.env("V" + i, "y".repeat(500));
        }

        var end = run(job);

        assertThat(stdout(end)).isEqualTo("32768 500\n");
    }

    @Test
    void isNotStartedWithMoreThanASystemTakes() throws Exception {
        siteEnv.put("BIG", "x".repeat(200 * 1024));

        var end = run(aJob("/bin/true"));

        assertNotStarted(end, "command line and environment are too long for this machine");
    }

    @Test
    void mayBeATextOfManyLines() throws Exception {
        var end = run(aShellJob("cat <<'END'\n  one\n\ttwo\nEND\n# three\necho four\n"));

        assertThat(stdout(end)).isEqualTo("  one\n\ttwo\nfour\n");
    }

    @Test
    void isNotStartedWithANulInItsText() throws Exception {
        var end = run(aShellJob("echo a\0b"));

        assertNotStarted(end, "could not be started");
    }

    @Test
    void isNotStartedWithANulInItsPath() throws Exception {
        var end = run(aJob("/bin/tr\0ue"));

        assertNotStarted(end, "path cannot be used");
    }

    @Test
    void isNotStartedWhenItsScriptHasVanished() throws Exception {
        var script = script("run.sh", "#!/bin/sh\necho no\n");
        Files.delete(script);

        var end = run(aJob(script.toString()).env("P3S_MODE", "COPY"));

        assertNotStarted(end, "does not exist on the pilot's host");
    }

    @Test
    void losesADirectoryThatIsDeeperThanTheLongestPath() throws Exception {
        var run = start(
                aShellJob("n=$(printf 'd%.0s' $(seq 200)); for i in $(seq 40); do mkdir $n && cd -P $n || exit 1; done;"
                        + " touch deepest"));
        var end = end();

        run.clean(false);

        assertThat(end.verdict().reason()).isNull();
        assertThat(work().resolve("12.1")).doesNotExist();
    }

    @Test
    void findsAWorkDirectoryAgainThatHasVanished() throws Exception {
        Files.createDirectories(work());
        Files.delete(work());

        var end = run(aShellJob("pwd"));

        assertThat(stdout(end)).isEqualTo(work().resolve("12.1") + "\n");
    }

    @Test
    void doesNotFailTheJobWhenTheWorkDirectoryIsNone() throws Exception {
        Files.writeString(work(), "a file");

        var end = run(aShellJob("pwd"));

        assertThat(end.hostsFault()).isTrue();
        assertThat(end.verdict().message()).contains("could not be made", "Next step: ");
    }

    @Test
    void isNotMissedWhenItRemovedItsDirectoryItself() throws Exception {
        var said = new ByteArrayOutputStream();
        var run = start(
                aShellJob("rm -r \"$PWD\""),
                new PayloadLauncher(pilotEnv, new PilotLog(new PrintStream(said, true, StandardCharsets.UTF_8))));
        end();

        run.clean(false);

        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("could not be removed");
    }
}
