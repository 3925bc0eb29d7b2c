package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** {@code make demo-htcondor}, from its beginning to Ctrl-C. */
@EnabledIf("org.freshet.test.support.Needs#htcondor")
@Timeout(300)
class HTCondorDemoE2E {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void runsTheExampleInSlotsOfHTCondorAndLeavesNothingRunning() throws IOException {
        try (var installation = Installation.create()) {
            var demo = installation.start("make demo-htcondor", Map.of("FRESHET_CONDOR_PORT", freePort()));
            var server = RunningServer.of(installation, demo);
            server.await("the demo has shown everything", () -> demo.out().contains("Stop everything:"));

            assertThat(server.api().jobs(""))
                    .hasSize(12)
                    .extracting(JobView::state)
                    .containsOnly(JobState.FINISHED);
            assertThat(demo.out()).contains("htcondor: want ", "Pages:             " + server.url() + "/pool/htcondor");

            demo.signalGroup("INT");
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(installation.describedProcesses()).isEmpty());
            assertThat(demo.ended().err()).doesNotContain("rror:", "not found");
        }
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
