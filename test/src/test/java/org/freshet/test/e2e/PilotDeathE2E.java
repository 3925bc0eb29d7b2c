package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotState;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pilots are killed, and no process of what they ran is left, before the job starts again elsewhere. */
@Timeout(180)
class PilotDeathE2E {

    /** The kill grace of local pilots, and two seconds. */
    private static final Duration SOON = Duration.ofSeconds(7);

    /** On the first attempt: children, a daemon, processes deaf to SIGTERM, one without environment. */
    private static final String STUBBORN_AT_FIRST = """
            [ "$FRESHET_ATTEMPT" = 1 ] || exit 0
            (trap '' TERM; sleep TAG; sleep TAG) &
            setsid -f sh -c 'trap "" TERM; sleep TAG; sleep TAG'
            env -i setsid sleep TAG &
            wait""";

    private static final AtomicInteger TAGS = new AtomicInteger();

    private static Installation installation;
    private static RunningServer server;

    private final String tag = "600.%d%03d".formatted(ProcessHandle.current().pid(), TAGS.incrementAndGet());

    @BeforeAll
    static void start() {
        installation = Installation.create();
        server = RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        server.close();
        installation.close();
    }

    @Test
    void leavesNothingOfThePayloadOfAKilledPilotAndRunsItsJobElsewhere() {
        var job = submit(false);

        var pilot = kill(job);

        awaitGone();
        assertThat(server.await(job, JobState.FINISHED).attempt()).isEqualTo(2);
        assertThat(server.api().job(job).job().losses()).isEqualTo(1);
        server.await("the pilot is lost", () -> pilotDetail(pilot).pilot().state() == PilotState.LOST);
    }

    @Test
    void startsAnExclusiveJobOfAKilledPilotAgainOnlyWhenAPersonRetriesIt() {
        var job = submit(true);

        kill(job);

        awaitGone();
        var failed = server.await(job, JobState.FAILED);
        assertThat(failed.reason()).isEqualTo(FailureReason.PILOT_LOST);
        server.api().change(job, "retry");
        assertThat(server.await(job, JobState.FINISHED).attempt()).isEqualTo(2);
    }

    private JobId submit(boolean exclusive) {
        return server.api()
                .submit(aJob().with("payload", STUBBORN_AT_FIRST.replace("TAG", tag))
                        .with("exclusive", exclusive)
                        .with("env", Map.of("P3S_EXECMODE", "1")));
    }

    /** Kills the pilot that runs it when every process of the payload is there; its number. */
    private long kill(JobId job) {
        server.await(job, JobState.RUNNING);
        server.await("the payload has spread", () -> running().size() >= 4);
        var pilot = server.api().job(job).job().pilot().value();
        ProcessHandle.of(pilotDetail(pilot).pilot().pid()).orElseThrow().destroyForcibly();
        return pilot;
    }

    private static PilotDetail pilotDetail(long pilot) {
        return server.api().get("/api/v1/pilots/" + pilot).as(PilotDetail.class);
    }

    private void awaitGone() {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(running()).isEmpty());
    }

    private List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(it -> it.info().commandLine().orElse("").contains("sleep " + tag))
                .toList();
    }
}
