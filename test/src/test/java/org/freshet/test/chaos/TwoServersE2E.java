package org.freshet.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.test.support.JobText;
import org.freshet.test.support.TcpProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two servers on one PostgreSQL and two hundred pilots, simulated but speaking over HTTP by the pilot's own client, which
 * know both. One server is killed; when it is back, both are restarted one after the other. There is work all the time.
 */
@Tag("alone")
@Timeout(900)
class TwoServersE2E {

    private static final int PILOTS = 200;
    private static final int JOBS = 3000;
    private static final Duration SUBMITTED_WITHIN = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Parked pilots come by while the servers restart, and none loses patience with a machine that is busy. */
    private static final Map<String, String> SETTINGS = Map.of(
            "FRESHET_PILOT_LONG_POLL", "5s",
            "FRESHET_PILOT_ANSWER_TIMEOUT", "60s",
            "FRESHET_PILOT_LEASE", "120s",
            "FRESHET_PILOT_IDLE_LEASE", "240s",
            "FRESHET_LOCAL_PILOTS", "0");

    private final List<LightPilot> pilots = new ArrayList<>();

    @Test
    void costNoPilotMoreThanOneRetryWhenOneIsKilledAndBothAreRestarted() throws Exception {
        var servers = Servers.startTogether(2, SETTINGS);
        try (var installation = servers.installation();
                servers;
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                AutoCloseable _ = this::sendHome) {
            letIn(servers, installation.secret("sites/local.secret"));
            var work = pilots.stream().map(threads::submit).toList();
            var submission = threads.submit(() -> new Submitter(servers.apis()).submit(jobs(), SUBMITTED_WITHIN));
            var one = servers.all().getFirst();

            awaitFinished(servers, JOBS / 10);
            one.process().destroyForcibly();
            one.awaitStartAfter(1, PATIENCE);
            for (var server : servers.all()) {
                var starts = server.starts();
                server.restart(PATIENCE);
                assertThat(server.starts()).isEqualTo(starts + 1);
            }
            var submitted = submission.get();
            awaitFinished(servers, JOBS);
            sendHome();
            for (var onePilots : work) {
                onePilots.get();
            }

            assertThat(submitted).hasSize(JOBS);
            assertThat(pilots).flatExtracting(LightPilot::hardships).isEmpty();
            assertThat(pilots).extracting(LightPilot::mostTries).allMatch(it -> it <= 2);
            assertThat(pilots).extracting(LightPilot::mostTries).contains(2);
            assertThat(pilots)
                    .flatExtracting(LightPilot::done)
                    .extracting(it -> it.job().value(), it -> it.attempt())
                    .hasSize(JOBS)
                    .doesNotHaveDuplicates()
                    .allSatisfy(it -> assertThat(it.toList().get(1)).isEqualTo(1));
            assertThat(servers.starts()).containsExactly(3, 2);
        }
    }

    private void sendHome() {
        pilots.forEach(LightPilot::leave);
    }

    /** Half of them speak to one server first, half to the other. */
    private void letIn(Servers servers, String secret) throws InterruptedException {
        var addresses = servers.proxies().stream().map(TcpProxy::url).toList();
        for (int n = 0; n < PILOTS; n++) {
            pilots.add(new LightPilot(n % 2 == 0 ? addresses : addresses.reversed(), secret));
        }
    }

    private static List<JobText> jobs() {
        return IntStream.range(0, JOBS)
                .mapToObj(n -> aJob().with("key", "job-" + n))
                .toList();
    }

    private static void awaitFinished(Servers servers, int jobs) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(finished(servers)).isGreaterThanOrEqualTo(jobs));
    }

    private static long finished(Servers servers) throws Exception {
        try (var database = servers.installation().database();
                var statement = database.prepareStatement("select count(*) from job where state = ?")) {
            statement.setString(1, JobState.FINISHED.name());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
