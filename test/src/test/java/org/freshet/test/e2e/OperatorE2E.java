package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.freshet.protocol.EventView;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PilotView;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShortLeases;
import org.freshet.test.support.Signals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;

/** What operators do with sites, pilots, types and the service log, with the command and real local pilots. */
@Timeout(240)
class OperatorE2E {

    private static Installation installation;
    private static RunningServer server;

    @BeforeAll
    static void start() throws SQLException {
        installation = ShortLeases.installation(1, Map.of());
        server = RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        server.close();
        installation.close();
    }

    @Test
    void killsALocalPilotThatHangsWithItsProcessAndRunsItsJobElsewhere() {
        var job = server.api()
                .submit(aJob().with("payload", "[ \"$FRESHET_ATTEMPT\" != 1 ] || sleep 600")
                        .with("env", Map.of("P3S_EXECMODE", "1")));
        var pilot = server.await(job, JobState.RUNNING).pilot();
        var process = ProcessHandle.of(detail(pilot).pilot().pid()).orElseThrow();
        Signals.stop(process);

        freshet("pilot kill " + pilot + " --reason hangs");

        assertThat(server.await(job, JobState.FINISHED).pilot()).isNotEqualTo(pilot);
        server.await("its process is gone", () -> !process.isAlive());
        var killed = detail(pilot);
        assertThat(killed.pilot().state()).isEqualTo(PilotState.KILLED);
        assertThat(killed.history()).extracting(EventView::reason).contains("told to stop: hangs");
    }

    @Test
    void replacesADrainedPilotUnlessTheSiteIsPaused() {
        var first = anIdlePilot();

        freshet("site pause local --reason 'no cooling'");
        freshet("pilot drain " + first);
        server.await("it has stopped", () -> detail(first).pilot().state() == PilotState.STOPPED);
        assertThat(freshet("site list")).contains("paused  no cooling");
        server.await(
                "the pool says why it orders none",
                () -> freshet("log list --service pool --limit 5").contains("local: paused, no pilots are submitted."));
        assertThat(pilots("submitted,active,idle,busy,draining")).isEmpty();
        freshet("site resume local");

        assertThat(anIdlePilot()).isNotEqualTo(first);
    }

    @Test
    void changesATypeAndWritesIntoTheServiceLog() {
        freshet("type limit calibration 3 --create --reason 'one licence'");
        freshet("type order calibration newest-first");
        freshet("log add licences '3 of 3 in use' --level warning");

        assertThat(freshet("type list")).containsPattern("calibration +3 +newest-first");
        assertThat(freshet("log list --service licences")).contains("warning", "3 of 3 in use");
        var wrong = installation.run("bin/freshet type limit calibraton 3");
        assertThat(wrong.exitCode()).isEqualTo(5);
        assertThat(wrong.err()).contains("did you mean \"calibration\"?");
    }

    @Test
    void makesASiteWhoseNewSecretIsAloneOnStdout() {
        freshet("site add np04 --lifetime 2h --env A=1");
        freshet("site set np04 env.B=2 maxJobs=3");

        assertThat(freshet("site show np04")).containsPattern("env.B +2").containsPattern("lifetimeSeconds +7200");
        assertThat(freshet("site secret np04").strip()).isEqualTo(installation.secret("sites/np04.secret"));
    }

    private static String freshet(String command) {
        return installation.run("bin/freshet " + command).successful().out();
    }

    private static PilotId anIdlePilot() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> pilots("idle"), it -> !it.isEmpty())
                .getFirst()
                .id();
    }

    private static List<PilotView> pilots(String states) {
        var list = server.api().get("/api/v1/pilots?state=" + states).body();
        return Api.JSON.readValue(list, new TypeReference<Page<PilotView>>() {}).items();
    }

    private static PilotDetail detail(PilotId pilot) {
        return server.api().get("/api/v1/pilots/" + pilot).as(PilotDetail.class);
    }
}
