package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.freshet.pilot.fixtures.JobBuilder;
import org.freshet.pilot.fixtures.RootOnly;
import org.freshet.pilot.platform.PilotClock;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.FailureReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedOutputsTest extends RunningPayloads {

    private Path results;
    private Path target;

    @BeforeEach
    void makePlaceForResults() throws Exception {
        results = Files.createDirectory(temp.resolve("results"));
        target = results.resolve("rms.tar.gz");
    }

    private JobBuilder aJobThatWrites(String text) {
        return aShellJob("echo $RMS; " + text).env("RMS", target.toString()).outputs("$RMS");
    }

    private List<String> files() throws Exception {
        try (var files = Files.list(results)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void areWrittenBesideTheirTargetUnderANameOfTheAttempt() throws Exception {
        Files.writeString(target, "old");
        var run = start(aJobThatWrites("echo new > $RMS"));

        var end = end();

        assertThat(end.verdict().reason()).isNull();
        assertThat(stdout(end)).isEqualTo(results.resolve(".12.1.rms.tar.gz") + "\n");
        assertThat(run.isUndelivered(end)).isTrue();
        assertThat(target).hasContent("old");
    }

    @Test
    void replaceTheirTargetsWhenTheyAreDelivered() throws Exception {
        Files.writeString(target, "old");
        var run = start(aJobThatWrites("echo new > $RMS"));
        var end = end();

        var delivered = run.deliver(end, PilotClock.now().plus(Duration.ofSeconds(9)));

        assertThat(delivered).contains(end);
        assertThat(target).hasContent("new");
        assertThat(files()).containsExactly("rms.tar.gz");
    }

    @Test
    void areNotDeliveredTooLate() throws Exception {
        var run = start(aJobThatWrites("echo new > $RMS"));

        var delivered = run.deliver(end(), PilotClock.now().plus(Duration.ofMillis(-1)));

        assertThat(delivered).isEmpty();
        assertThat(files()).containsExactly(".12.1.rms.tar.gz");
    }

    @Test
    void leaveTheirTargetsAloneWhenTheyAreWithheld() throws Exception {
        Files.writeString(target, "old");
        var run = start(aJobThatWrites("echo new > $RMS"));

        var withheld = run.withheld(end(), "Attempt 2 has the job now.");
        run.discardOutputs();

        assertThat(withheld.verdict().reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(withheld.verdict().message()).contains("not put in place: Attempt 2 has the job now.");
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly("rms.tar.gz");
    }

    @Test
    void areDiscardedWhenThePayloadFails() throws Exception {
        Files.writeString(target, "old");

        var end = run(aJobThatWrites("echo new > $RMS; exit 3"));

        assertThat(end.verdict().exitCode()).isEqualTo(3);
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly("rms.tar.gz");
    }

    @Test
    void areMissingWhenThePayloadWroteThemEmptyOrNotAtAll() throws Exception {
        var end = run(aJobThatWrites(": > $RMS").env("LOG", "log.txt").outputs("$RMS", "$LOG"));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(end.verdict().message()).contains("$RMS = " + target, "$LOG = " + work().resolve("12.1/log.txt"));
        assertThat(files()).isEmpty();
    }

    @Test
    void mayBeEmptyIfTheyNeedOnlyExist() throws Exception {
        Files.writeString(target, "old");
        var run = start(aJobThatMayWrite(": > $RMS", OutputCheck.EXISTS));
        var end = end();

        run.deliver(end, PilotClock.now().plus(Duration.ofSeconds(9)));

        assertThat(end.verdict().reason()).isNull();
        assertThat(target).isEmptyFile();
        assertThat(files()).containsExactly("rms.tar.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "mkdir $RMS"})
    void areMissingWhenTheyMustExistAndAreNoFile(String text) throws Exception {
        var end = run(aJobThatMayWrite(text, OutputCheck.EXISTS));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(end.verdict().message()).contains("$RMS = " + target);
        assertThat(target).doesNotExist();
    }

    @Test
    void mayBeLeftOutIfNothingIsChecked() throws Exception {
        Files.writeString(target, "old");
        var run = start(aJobThatMayWrite("true", OutputCheck.NONE));

        var end = end();

        assertThat(end.verdict().reason()).isNull();
        assertThat(run.isUndelivered(end)).isFalse();
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly("rms.tar.gz");
    }

    @Test
    void areHiddenUntilTheyAreDeliveredAlsoIfNothingIsChecked() throws Exception {
        var other = results.resolve("left-out.txt");
        var run = start(aJobThatMayWrite(": > $RMS", OutputCheck.NONE)
                .env("OTHER", other.toString())
                .looseOutput("$OTHER", OutputCheck.NONE));
        var end = end();
        assertThat(files()).containsExactly(".12.1.rms.tar.gz");

        var delivered = run.deliver(end, PilotClock.now().plus(Duration.ofSeconds(9)));

        assertThat(delivered).contains(end);
        assertThat(files()).containsExactly("rms.tar.gz");
    }

    private JobBuilder aJobThatMayWrite(String text, OutputCheck check) {
        return aShellJob(text).env("RMS", target.toString()).looseOutput("$RMS", check);
    }

    @Test
    void mayBeRelativeToTheJobsDirectoryWhichThenStays() throws Exception {
        var run = start(aShellJob("echo new > $RMS").env("RMS", "rms.svg").outputs("$RMS"));
        run.deliver(end(), PilotClock.now().plus(Duration.ofSeconds(9)));

        run.clean(true);

        assertThat(work().resolve("12.1/rms.svg")).hasContent("new");
    }

    @Test
    void doNotKeepTheJobsDirectoryWhenTheyLieElsewhere() throws Exception {
        var run = start(aJobThatWrites("echo new > $RMS"));
        run.deliver(end(), PilotClock.now().plus(Duration.ofSeconds(9)));

        run.clean(true);

        assertThat(work().resolve("12.1")).doesNotExist();
    }

    @Test
    void removeWhatEarlierAttemptsOfTheSameJobLeft() throws Exception {
        for (String name : List.of(".12.1.rms.tar.gz", ".12.2.rms.tar.gz", ".12.4.rms.tar.gz", ".13.1.rms.tar.gz")) {
            Files.writeString(results.resolve(name), "left");
        }

        run(aJobThatWrites("exit 1").id(12, 3));

        assertThat(files()).containsExactly(".12.4.rms.tar.gz", ".13.1.rms.tar.gz");
    }

    @Test
    void keepThePayloadFromStartingWhenTheirDirectoryIsMissing() throws Exception {
        Files.delete(results);

        var end = run(aJobThatWrites("echo new > $RMS"));

        assertNotStarted(end, "the directory " + results + " does not exist on the pilot's host");
    }

    @Test
    void keepThePayloadFromStartingWhenTheirTargetIsADirectory() throws Exception {
        Files.createDirectory(target);

        var end = run(aJobThatWrites("echo new > $RMS"));

        assertNotStarted(end, target + " is a directory");
    }

    @Test
    void keepThePayloadFromStartingWhenTheirNameGetsTooLong() throws Exception {
        var end = run(
                aShellJob("true").env("RMS", results + "/" + "x".repeat(250)).outputs("$RMS"));

        assertNotStarted(end, "the name of its file is too long");
    }

    @Test
    void keepThePayloadFromStartingWhenTheirVariableIsMissing() throws Exception {
        var end = run(aShellJob("true").outputs("$RMS"));

        assertNotStarted(end, "its env has no RMS");
    }

    @Test
    void keepThePayloadFromStartingWhenTwoAreOneFile() throws Exception {
        var end =
                run(aJobThatWrites("true").env("LOG", results + "/./rms.tar.gz").outputs("$RMS", "$LOG"));

        assertNotStarted(end, "The declared outputs $RMS and $LOG are the same file, " + target);
    }

    private static void assertNotStarted(PayloadEnd end, String message) {
        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains(message, "Next step: ");
        assertThat(end.startedAt()).isNull();
    }

    @Test
    @RootOnly
    void arePutInPlaceAsTheUserWhoWroteThem() throws Exception {
        Files.createDirectory(work());
        for (var it : List.of(temp, work())) {
            Files.setPosixFilePermissions(it, PosixFilePermissions.fromString("rwx--x--x"));
        }
        user = SiteUser.of("nobody", System.getenv(), work(), commands);
        var refused = runToEnd(aJobThatWrites("echo new > $RMS"));
        Files.setPosixFilePermissions(results, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(results.resolve(".12.1.rms.tar.gz"), "left");
        var second = runToEnd(aJobThatWrites("echo new > $RMS").id(12, 2));

        var delivered = second.run().deliver(second.end(), PilotClock.now().plus(Duration.ofSeconds(9)));

        assertNotStarted(refused.end(), "is not writable by the site's payload user nobody");
        assertThat(delivered)
                .hasValueSatisfying(it -> assertThat(it.verdict().reason()).isNull());
        assertThat(Files.getOwner(target).getName()).isEqualTo("nobody");
        var loose = runToEnd(aJobThatMayWrite(": > $RMS", OutputCheck.EXISTS)
                .id(12, 3)
                .env("LOG", results.resolve("log.txt").toString())
                .looseOutput("$LOG", OutputCheck.NONE));
        assertThat(loose.run().deliver(loose.end(), PilotClock.now().plus(Duration.ofSeconds(9))))
                .hasValueSatisfying(it -> assertThat(it.verdict().reason()).isNull());
        assertThat(target).isEmptyFile();
        assertThat(files()).containsExactly("rms.tar.gz");
    }

    @Test
    @RootOnly
    void areInPlaceThoughTheirDirectoryCannotBeSynced() throws Exception {
        Files.createDirectory(work());
        for (var it : List.of(temp, work())) {
            Files.setPosixFilePermissions(it, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Files.setPosixFilePermissions(results, PosixFilePermissions.fromString("-wx-wx-wx"));
        user = SiteUser.of("nobody", System.getenv(), work(), commands);
        var run = start(aJobThatWrites("echo new > $RMS"));

        var delivered = run.deliver(end(), PilotClock.now().plus(Duration.ofSeconds(9)));

        assertThat(delivered)
                .hasValueSatisfying(it -> assertThat(it.verdict().reason()).isNull());
        assertThat(target).hasContent("new");
    }
}
