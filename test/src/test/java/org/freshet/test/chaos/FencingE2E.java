package org.freshet.test.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotState;
import org.freshet.test.chaos.Evidence.Acknowledged;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShortLeases;
import org.freshet.test.support.Signals;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The checker finds what it is there to find. One story, with the server as it is and with one whose fence was taken out:
 * a pilot falls silent, its job is done elsewhere, then the pilot comes back with a result of its own.
 */
@Timeout(180)
class FencingE2E {

    /** The first attempt does not end before it is told to. */
    private static final String PAYLOAD = """
            note() {
              read -r up rest </proc/uptime
              printf '%s %s %s %s %s %s\\n' "$1" "$FRESHET_JOB_ID" "$FRESHET_ATTEMPT" "$$" "$up" "$2" >>"$EFFECTS"
            }
            note start -
            while [ "$FRESHET_ATTEMPT" = 1 ] && [ ! -e "$EFFECTS.go" ]; do sleep 0.05; done
            note end 0
            """;

    private static Installation installation;

    @BeforeAll
    static void install() throws SQLException {
        installation = ShortLeases.installation(2, Map.of());
    }

    @AfterAll
    static void remove() {
        installation.close();
    }

    @Test
    void keepsTheResultOfASupersededAttemptOut() throws IOException, SQLException {
        var violations = Checker.violations(aPilotComesBackWithAResultOfItsOwn(Map.of()));

        assertThat(violations).isEmpty();
    }

    @Test
    void isMissedByTheCheckerWhenItIsTakenOut() throws IOException, SQLException {
        var agent = "-javaagent:" + FencingOff.jar(installation.directory());

        var violations = Checker.violations(aPilotComesBackWithAResultOfItsOwn(Map.of("FRESHET_JAVA_OPTS", agent)));

        assertThat(violations).extracting(Violation::rule).contains(Rule.ONE_RESULT, Rule.RESULT_IS_OF_THE_LATEST);
    }

    private Evidence aPilotComesBackWithAResultOfItsOwn(Map<String, String> settings) throws IOException, SQLException {
        var effects =
                Files.createTempDirectory(installation.directory(), "marks").resolve("effects");
        Ledger ledger;
        long id;
        try (var server = RunningServer.of(installation, installation.start("exec bin/freshet-server", settings))) {
            var job = server.api()
                    .submit(aJob().with("payload", PAYLOAD)
                            .with("env", Map.of("P3S_EXECMODE", "1", "EFFECTS", effects.toString())));
            id = job.value();
            server.await(job, JobState.RUNNING);
            var first = server.api().job(job).job().pilot();
            var silent = ProcessHandle.of(
                            pilot(server, first.toString()).pilot().pid())
                    .orElseThrow();

            Signals.stop(silent);
            server.await(job, JobState.FINISHED);
            Files.createFile(effects.resolveSibling("effects.go"));
            server.await(
                    "the first payload has ended",
                    () -> SideEffects.read(effects).runs().stream().allMatch(it -> it.ended() != null));
            Signals.resume(silent);
            server.await(
                    "the pilot is itself again",
                    () -> pilot(server, first.toString()).pilot().state() == PilotState.IDLE);
            try (var database = server.database()) {
                ledger = Ledger.read(database).of(id);
            }
        }
        return new Evidence(
                ledger, SideEffects.read(effects), Acknowledged.jobs(Set.of(id)), 1, List.of(), Strain.UNKNOWN);
    }

    private static PilotDetail pilot(RunningServer server, String id) {
        return server.api().get("/api/v1/pilots/" + id).as(PilotDetail.class);
    }
}
