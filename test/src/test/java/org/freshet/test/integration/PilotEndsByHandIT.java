package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

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
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.test.support.Api;
import org.freshet.test.support.PilotProcess;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pilots with real payloads that a person lets drain, or kills. */
class PilotEndsByHandIT {

    /** Says that it runs and waits until it may end; so a test decides when. */
    private static final String PAYLOAD = "echo $$ >> $MARKS/pids; while [ ! -e $MARKS/end ]; do sleep 0.1; done";

    private static TestServer server;
    private static Api api;

    @TempDir
    private Path marks;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=2s");
        api = server.api();
        server.db().sql("update site set heartbeat_s = 1").update();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void finishesThePayloadAndThenEndsWhenItDrains() throws Exception {
        try (var process = startPilot()) {
            var job = submit();
            var pilot = awaitState(job, JobState.RUNNING).pilot();

            tell(pilot, "drain");
            Awaitility.await().until(() -> process.log().contains("It takes no more jobs"));
            assertThat(process.handle().isAlive()).isTrue();
            Files.createFile(marks.resolve("end"));

            awaitState(job, JobState.FINISHED);
            awaitPilot(pilot, PilotState.STOPPED);
            Awaitility.await().until(() -> !process.handle().isAlive());
            assertThat(api.job(job).attempts()).hasSize(1);
        }
    }

    @Test
    void givesTheJobBackWhenItIsKilledAndAnotherPilotRunsIt() throws Exception {
        var job = submit();
        PilotId killed;
        try (var process = startPilot()) {
            killed = awaitState(job, JobState.RUNNING).pilot();
            var payload = ProcessHandle.of(Long.parseLong(Awaitility.await()
                            .until(() -> pids(), it -> !it.isBlank())
                            .strip()))
                    .orElseThrow();

            tell(killed, "kill");

            awaitPilot(killed, PilotState.KILLED);
            Awaitility.await()
                    .until(() -> !payload.isAlive() && !process.handle().isAlive());
            assertThat(api.job(job).job().state()).isEqualTo(JobState.DEFINED);
        }
        Files.createFile(marks.resolve("end"));
        try (var other = startPilot()) {
            awaitState(job, JobState.FINISHED);

            assertThat(other.handle().isAlive()).isTrue();
            assertThat(api.job(job).attempts())
                    .extracting(AttemptView::result)
                    .containsExactlyInAnyOrder("GIVEN_BACK", "FINISHED");
            assertThat(api.job(job).job().losses()).isZero();
        }
    }

    private static PilotProcess startPilot() {
        return PilotProcess.start(server.url(), server.secret("sites/local.secret"));
    }

    private JobId submit() {
        return api.submit(
                aJob().with("payload", PAYLOAD).with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.toString())));
    }

    private String pids() throws Exception {
        var file = marks.resolve("pids");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static void tell(PilotId pilot, String what) {
        assertThat(api.post("/api/v1/pilots/" + pilot + "/" + what, "{}").status())
                .isEqualTo(200);
    }

    private static JobView awaitState(JobId job, JobState state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> api.job(job).job(), it -> it.state() == state);
    }

    private static void awaitPilot(PilotId pilot, PilotState state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> api.get("/api/v1/pilots/" + pilot)
                                .as(PilotDetail.class)
                                .pilot()
                                .state(),
                        it -> it == state);
    }
}
