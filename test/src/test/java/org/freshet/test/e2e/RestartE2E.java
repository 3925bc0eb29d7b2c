package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.freshet.protocol.AttemptView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.PilotDetail;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers and pilots end, by request and by force, and the jobs get done once all the same. */
@Timeout(180)
class RestartE2E {

    /** Each attempt leaves a mark; the first one then sleeps longer than any test waits. */
    private static final String SLOW_AT_FIRST = """
            touch "$MARKS/$FRESHET_JOB_ID.$FRESHET_ATTEMPT"; [ "$FRESHET_ATTEMPT" != 1 ] || exec sleep 600""";

    /** Writes a line when it begins and one when it ends. */
    private static final String FOUR_SECONDS = """
            echo begun >> "$MARKS/$FRESHET_JOB_ID"; sleep 4; echo done >> "$MARKS/$FRESHET_JOB_ID\"""";

    private static Installation installation;
    private static Path marks;
    private RunningServer server;

    @BeforeAll
    static void install() throws IOException {
        installation = Installation.create();
        marks = Files.createDirectory(installation.directory().resolve("marks"));
    }

    @AfterAll
    static void remove() {
        installation.close();
    }

    @BeforeEach
    void start() {
        server = RunningServer.start(installation);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void endsWithDatabaseAndPilotsAndGivesTheirJobsBack() throws IOException {
        var job = submit(SLOW_AT_FIRST);
        server.await(job, JobState.RUNNING);
        server.await("the payload runs", () -> Files.exists(mark(job, 1)));

        server.command().process().destroy();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(installation.describedProcesses()).isEmpty());
        server = RunningServer.start(installation);
        var finished = server.await(job, JobState.FINISHED);

        assertThat(finished)
                .extracting(JobView::attempt, JobView::failures, JobView::losses)
                .containsExactly(2, 0, 0);
        assertThat(server.api().job(job).attempts())
                .extracting(AttemptView::result)
                .containsExactly("FINISHED", "GIVEN_BACK");
        assertThat(server.api().job(job).history())
                .extracting("to")
                .containsExactly("DEFINED", "DISPATCHED", "RUNNING", "DEFINED", "DISPATCHED", "RUNNING", "FINISHED");
    }

    @Test
    void acceptsTheResultOfAPayloadThatEndedWhileTheServerWasDead() throws IOException {
        var job = submit(FOUR_SECONDS);
        server.await(job, JobState.RUNNING);
        var before = server.api().job(job).job();

        server.command().process().destroyForcibly();
        server.command().ended(Duration.ofSeconds(10));
        server.await("the payload ends", () -> Files.readString(mark(job)).endsWith("done\n"));
        server = RunningServer.start(installation);
        var finished = server.await(job, JobState.FINISHED);

        assertThat(mark(job)).hasContent("begun\ndone");
        assertThat(finished.attempt()).isEqualTo(1);
        assertThat(finished.pilot()).isEqualTo(before.pilot());
        assertThat(finished.losses()).isZero();
        assertThat(server.api().job(job).attempts()).singleElement().satisfies(it -> {
            assertThat(it.result()).isEqualTo("FINISHED");
            assertThat(Duration.between(it.startedAt(), it.endedAt()))
                    .isBetween(Duration.ofMillis(3500), Duration.ofSeconds(6));
        });
    }

    @Test
    void runsTheJobOfAKilledPilotElsewhere() throws IOException {
        var job = submit(SLOW_AT_FIRST);
        server.await(job, JobState.RUNNING);
        server.await("the payload runs", () -> Files.exists(mark(job, 1)));
        var killed = pilotOf(job);

        ProcessHandle.of(killed.pilot().pid()).orElseThrow().destroyForcibly();
        var finished = server.await(job, JobState.FINISHED);

        assertThat(finished.attempt()).isEqualTo(2);
        assertThat(finished.losses()).isEqualTo(1);
        assertThat(finished.pilot()).isNotEqualTo(killed.pilot().id());
        var lost = server.api().job(job).attempts().getLast();
        assertThat(lost.result()).isEqualTo("PILOT_LOST");
        // The lease would have passed after 40 s: the pool sees at once that the process is gone.
        assertThat(Duration.between(lost.startedAt(), finished.endedAt())).isLessThan(Duration.ofSeconds(20));
    }

    private JobId submit(String payload) {
        return server.api()
                .submit(aJob().with("payload", payload)
                        .with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.toString())));
    }

    private PilotDetail pilotOf(JobId job) {
        var pilot = server.api().job(job).job().pilot();
        return server.api().get("/api/v1/pilots/" + pilot).as(PilotDetail.class);
    }

    private static Path mark(JobId job) {
        return marks.resolve(job.toString());
    }

    private static Path mark(JobId job, int attempt) {
        return marks.resolve(job + "." + attempt);
    }
}
