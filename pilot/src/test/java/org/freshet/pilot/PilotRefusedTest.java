package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.util.function.Predicate;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Report;
import org.junit.jupiter.api.Test;

/** An exchange that a server refuses to read is never said again in the same words. */
class PilotRefusedTest extends FlyingPilot {

    private static final AttemptId THIRTEEN = new AttemptId(new JobId(13), 1);

    private static boolean has(Exchange exchange, Predicate<Report.Ended> what) {
        return exchange.reports().stream()
                .filter(Report.Ended.class::isInstance)
                .map(Report.Ended.class::cast)
                .anyMatch(what);
    }

    @Test
    void saysTheEndWithoutLogsAndMessageWhenTheServerCannotReadThem() {
        server.refuse(it -> has(it, end -> !end.logs().isEmpty()));
        server.offer(aShellJob("echo hello; exit 3").build());
        server.offer(aJob("/bin/true").id(13, 1).build());
        start();

        await().until(() -> server.endedAttempts().contains(THIRTEEN));
        var ends = server.reports(Report.Ended.class).stream()
                .filter(it -> !it.attempt().equals(THIRTEEN))
                .toList();

        assertThat(ends).hasSize(2);
        assertThat(ends.getLast()).satisfies(it -> {
            assertThat(it.reason()).isEqualTo(FailureReason.EXIT_CODE);
            assertThat(it.exitCode()).isEqualTo(3);
            assertThat(it.startedAgoMs()).isNotNull();
            assertThat(it.logs()).isEmpty();
            assertThat(it.message()).contains("the pilot's log has it");
        });
        assertThat(log.toString()).contains("said again without logs and messages");
    }

    @Test
    void dropsAnEndThatTheServerNeverReadsAndGoesOn() {
        server.refuse(it -> has(it, end -> !end.attempt().equals(THIRTEEN)));
        server.offer(aShellJob("exit 3").build());
        server.offer(aJob("/bin/true").id(13, 1).build());
        start();

        await().until(() -> server.endedAttempts().contains(THIRTEEN));

        assertThat(server.reports(Report.Ended.class).stream()
                        .filter(it -> !it.attempt().equals(THIRTEEN)))
                .hasSize(2);
        assertThat(log.toString()).contains("Its reports are dropped", "end (EXIT_CODE) of 12.1");
    }

    @Test
    void saysNothingOfItsMachineToAServerThatDoesNotUnderstandIt() {
        server.refuse(it -> it.machine() != null);
        server.offer(aJob("/bin/true").id(13, 1).build());
        start();

        await().until(() -> server.endedAttempts().contains(THIRTEEN));

        assertThat(log.toString()).contains("It is said again with less.");
    }

    @Test
    void leavesWhenTheServerReadsNothingAtAll() throws Exception {
        server.refuse(it -> true);
        start();

        assertThat(exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(server.exchanges()).hasSizeLessThan(4);
        assertThat(log.toString()).contains("the test cannot read it");
    }

    @Test
    void keepsItsPayloadWhileTheServerReadsNothingAtAll() {
        server.offer(aShellJob("sleep 2").build());
        start();
        awaitStarted();
        server.refuse(it -> it.holds() != null);
        int before = server.exchanges().size();
        await().until(() -> server.exchanges().size() > before + 5);

        server.refuse(it -> false);

        assertThat(awaitEnd().reason()).isNull();
    }

    @Test
    void leavesOutWhatNoDatabaseStores() {
        server.offer(aJob("/no/such/file\0/\ud800x").build());
        start();

        assertThat(awaitEnd().message()).isNotNull().doesNotContain("\0").doesNotContain("\ud800");
    }
}
