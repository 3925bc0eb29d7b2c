package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.freshet.pilot.fixtures.JobBuilder;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Directive;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that a variable names are put in place by the attempt that is current, and by no other. */
class PilotOutputsTest extends FlyingPilot {

    private static final AttemptId TWELVE = new AttemptId(new JobId(12), 1);

    private Path results;
    private Path target;

    @BeforeEach
    void makePlaceForResults() throws IOException {
        results = Files.createDirectory(temp.resolve("results"));
        target = Files.writeString(results.resolve("rms.svg"), "old\n");
    }

    private JobBuilder aJobThatWrites(String text) {
        return aShellJob("echo " + text + " > $RMS")
                .env("RMS", target.toString())
                .outputs("$RMS");
    }

    /** It writes when the test wants it to. */
    private JobBuilder aJobThatWaitsAndWrites(String text) {
        return aShellJob("until [ -e " + temp + "/go ]; do sleep 0.02; done; echo " + text + " > $RMS")
                .env("RMS", target.toString())
                .outputs("$RMS");
    }

    private void letItWrite() throws IOException {
        Files.createFile(temp.resolve("go"));
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(results)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void asksWhetherTheAttemptIsCurrentBeforeItReplacesAFile() {
        var contents = new CopyOnWriteArrayList<String>();
        server.judge(report -> {
            contents.add(report.getClass().getSimpleName() + ": " + content());
            return Outcome.APPLIED;
        });
        server.offer(aJobThatWrites("new").build());
        start();

        var end = awaitEnd();

        assertThat(end.reason()).isNull();
        assertThat(contents.getFirst()).isEqualTo("Progress: old\n");
        assertThat(target).hasContent("new");
        var asking = server.exchanges().stream()
                .filter(it -> it.reports().stream().anyMatch(Report.Progress.class::isInstance))
                .toList();
        assertThat(asking).isNotEmpty().allSatisfy(it -> {
            assertThat(it.holds()).isEqualTo(TWELVE);
            assertThat(it.want()).isNull();
        });
    }

    private String content() {
        try {
            return Files.readString(target);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void leavesTheFileAloneWhenTheAttemptWasGivenUp() throws Exception {
        server.judge(report -> report instanceof Report.Progress ? Outcome.SUPERSEDED : Outcome.APPLIED);
        server.offer(aJobThatWrites("new").build());
        start();

        var end = awaitEnd();

        assertThat(end.reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(end.message()).contains("not put in place: as the test says");
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly("rms.svg");
    }

    @Test
    void leavesTheFileAloneWhenTheJobWasCancelledBeforeItAsked() throws Exception {
        server.offer(aJobThatWaitsAndWrites("new").build());
        start();
        awaitStarted();
        server.goAway(true);
        letItWrite();
        await().until(() -> files().contains(".12.1.rms.svg"));
        await().until(() -> log.toString().contains("The payload ended with exit code 0."));
        server.direct(new Directive.Cancel(TWELVE, "a person cancelled it"));

        server.goAway(false);

        assertThat(awaitEnd().reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly("rms.svg");
    }

    @Test
    void waitsForTheServersWordWhileTheServerIsAway() throws Exception {
        server.offer(aJobThatWaitsAndWrites("new").build());
        start();
        awaitStarted();
        server.goAway(true);
        letItWrite();
        await().until(() -> log.toString().contains("The payload ended with exit code 0."));
        int before = server.called().size();
        await().until(() -> server.called().size() > before + 5);
        String meanwhile = content();

        server.goAway(false);

        assertThat(awaitEnd().reason()).isNull();
        assertThat(meanwhile).isEqualTo("old\n");
        assertThat(target).hasContent("new");
    }

    @Test
    void neverReplacesTheFileOfANewerAttempt() throws Exception {
        server.offer(aJobThatWaitsAndWrites("older").build());
        start();
        awaitStarted();
        server.goAway(true);
        var other = new FlyingPilot() {};
        other.temp = Files.createDirectory(temp.resolve("other"));
        other.server.offer(aJobThatWrites("newer").id(12, 2).build());
        other.start();
        assertThat(other.awaitEnd().reason()).isNull();
        letItWrite();
        await().until(() -> log.toString().contains("The payload ended with exit code 0."));
        server.judge(report -> Outcome.SUPERSEDED);

        server.goAway(false);

        assertThat(awaitEnd().reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(target).hasContent("newer");
        assertThat(files()).containsExactly("rms.svg");
        other.leaveNothingRunning();
    }

    @Test
    void putsTheFileInPlaceBeforeItLeavesWhenItIsToldToGo() throws Exception {
        server.offer(aJobThatWaitsAndWrites("new").build());
        start();
        awaitStarted();
        server.goAway(true);
        letItWrite();
        await().until(() -> log.toString().contains("The payload ended with exit code 0."));
        server.goAway(false);

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(target).hasContent("new");
        assertThat(server.endedAttempts()).contains(TWELVE);
    }

    @Test
    void discardsTheFileWhenItHasToGoWithoutTheServersWord() throws Exception {
        server.offer(aJobThatWaitsAndWrites("new").build());
        start();
        awaitStarted();
        server.goAway(true);
        letItWrite();
        await().until(() -> log.toString().contains("The payload ended with exit code 0."));

        terminate();

        assertThat(exitCode()).isEqualTo(ExitCode.NORMAL);
        assertThat(target).hasContent("old");
        assertThat(files()).containsExactly("rms.svg");
    }

    @Test
    void uploadsLongLogsAfterTheFileIsInPlace() throws Exception {
        server.offer(aShellJob("head -c 40000 /dev/zero; echo new > $RMS")
                .env("RMS", target.toString())
                .outputs("$RMS")
                .build());
        start();

        assertThat(awaitEnd().reason()).isNull();
        assertThat(target).hasContent("new");
        assertThat(server.uploads()).hasSize(1);
    }

    @Test
    void putsManyFilesInPlace() throws Exception {
        var job = aShellJob("for i in 1 2 3 4 5; do eval \"echo \\$i > \\$F$i\"; done");
        IntStream.rangeClosed(1, 5)
                .forEach(i -> job.env("F" + i, results.resolve("f" + i).toString()));
        server.offer(job.outputs("$F1", "$F2", "$F3", "$F4", "$F5").build());
        start();

        assertThat(awaitEnd().reason()).isNull();
        assertThat(files()).containsExactly("f1", "f2", "f3", "f4", "f5", "rms.svg");
        assertThat(results.resolve("f5")).hasContent("5");
    }
}
