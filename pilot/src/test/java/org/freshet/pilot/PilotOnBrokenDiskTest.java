package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.Report;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job never fails because the disk of one host is full or broken. */
class PilotOnBrokenDiskTest extends PilotProcess {

    @BeforeAll
    static void needsADiskOfItsOwn() throws Exception {
        var mount = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt")
                .redirectErrorStream(true)
                .start();
        assumeTrue(
                mount.waitFor(10, TimeUnit.SECONDS) && mount.exitValue() == 0,
                "a private file system cannot be mounted here");
    }

    private void assertLeft(Report.GivenBack back, String sentence) throws Exception {
        assertThat(back.why()).contains(sentence, "Next step: ");
        assertThat(exitCode()).isEqualTo(11);
        assertThat(server.reports(Report.Ended.class)).isEmpty();
        assertThat(server.exchanges().getLast().leaving()).contains(sentence);
        assertThat(log()).contains("It takes no more jobs: " + sentence.substring(0, 3));
    }

    @Test
    void givesTheJobBackAndLeavesWhenTheDiskIsFullBeforeItStarts() throws Exception {
        server.offer(aJob("/bin/true").build());

        startOnDisk("4m", "head -c 8m /dev/zero > filler || true");

        assertLeft(awaitGivenBack(), "The disk of the pilot's work directory " + work() + " is full.");
    }

    @Test
    void givesTheJobBackAndLeavesWhenTheDirectoryCannotBeMade() throws Exception {
        server.offer(aJob("/bin/true").build());

        startOnDisk("4m,nr_inodes=3", "touch a");

        assertLeft(awaitGivenBack(), "The job's directory " + work().resolve("12.1") + " could not be made");
    }

    @Test
    void givesTheJobBackAndLeavesWhenTheScriptDoesNotFit() throws Exception {
        var script = Files.writeString(temp.resolve("run.sh"), "#!/bin/sh\n#" + "x".repeat(6 << 20));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        server.offer(aJob(script.toString()).env("P3S_MODE", "COPY").build());

        startOnDisk("4m", "true");

        assertLeft(awaitGivenBack(), "The payload " + script + " could not be copied to " + work().resolve("12.1"));
    }

    @Test
    void saysThatTheDiskWasFullWhenThePayloadFillsItAndRunsTheNextJob() throws Exception {
        server.offer(aShellJob("head -c 8m /dev/zero > big").build());
        server.offer(aShellJob("echo x > y").id(13, 1).build());

        startOnDisk("4m", "true");

        var end = awaitEnd(Duration.ofSeconds(30));
        assertThat(end.reason()).isEqualTo(FailureReason.RESOURCE_LIMIT);
        assertThat(end.exitCode()).isEqualTo(1);
        assertThat(end.message()).contains("The disk of the pilot's work directory " + work() + " was full then.");
        await().until(() -> server.reports(Report.Ended.class).size() == 2);
        assertThat(server.reports(Report.Ended.class).getLast().reason()).isNull();
    }

    @Test
    void givesTheJobBackAndLeavesWhenTheDiskBecomesReadOnly() throws Exception {
        server.offer(aJob("/bin/true").build());
        startOnDisk("4m", "true");
        awaitEnd(Duration.ofSeconds(30));
        var remount = new ProcessBuilder(
                        "nsenter", "-t", String.valueOf(pid()), "-m", "mount", "-o", "remount,ro", work().toString())
                .inheritIO()
                .start();
        assertThat(remount.waitFor()).isZero();

        server.offer(aJob("/bin/true").id(13, 1).build());

        var back = awaitGivenBack();
        assertThat(back.why()).contains("could not be made (Read-only file system)");
        assertThat(exitCode()).isEqualTo(11);
        assertThat(server.endedAttempts()).hasSize(1);
    }
}
