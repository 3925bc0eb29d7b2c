package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.freshet.protocol.AttemptView;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.test.support.Installation;
import org.freshet.test.support.Marks;
import org.freshet.test.support.Marks.Mark;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShortLeases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server is killed and stays away for three leases of its pilots. */
@Timeout(180)
class ServerAwayE2E {

    /** Longer than the pause of 10 s after which a pilot that found nobody looks again. */
    private static final Duration LEASE = Duration.ofSeconds(12);

    private static Installation installation;

    @BeforeAll
    static void install() throws SQLException {
        installation = ShortLeases.installation(2, Map.of("FRESHET_PILOT_LEASE", LEASE.toSeconds() + "s"));
    }

    @AfterAll
    static void remove() {
        installation.close();
    }

    @Test
    void doesNotDisturbPayloadsAndGetsTheirResultsWhenItIsBack() {
        var marks = new Marks(installation.directory().resolve("marks"));
        var server = RunningServer.start(installation);
        var meanwhile = submit(server, marks, "sleep 5");
        var afterwards = submit(server, marks, "while ! grep -q ^go \"$MARKS\"; do sleep 0.1; done");
        server.await(meanwhile, JobState.RUNNING);
        server.await(afterwards, JobState.RUNNING);
        var before = server.api().jobs("");

        server.command().process().destroyForcibly();
        server.command().ended(Duration.ofSeconds(10));
        var backAt = System.nanoTime() + LEASE.multipliedBy(3).toNanos();
        Awaitility.await().atMost(LEASE.multipliedBy(4)).until(() -> System.nanoTime() > backAt);
        try (var back = RunningServer.start(installation)) {
            assertFinished(back, meanwhile);
            marks.tell("go");
            assertFinished(back, afterwards);

            assertThat(back.api().jobs(""))
                    .extracting(JobView::pilot)
                    .isEqualTo(before.stream().map(JobView::pilot).toList());
        }
        assertThat(marks.of("start")).hasSize(2).extracting(Mark::attempt).containsOnly(1);
        assertThat(marks.of("end")).hasSize(2);
    }

    private static JobId submit(RunningServer server, Marks marks, String waiting) {
        return server.api()
                .submit(aJob().with("payload", Marks.FUNCTION + "mark start; " + waiting + "; mark end")
                        .with(
                                "env",
                                Map.of(
                                        "P3S_EXECMODE",
                                        "1",
                                        "MARKS",
                                        marks.file().toString())));
    }

    private static void assertFinished(RunningServer server, JobId job) {
        var finished = server.await(job, JobState.FINISHED);
        assertThat(finished.attempt()).isEqualTo(1);
        assertThat(finished.losses()).isZero();
        assertThat(server.api().job(job).attempts())
                .extracting(AttemptView::result)
                .containsExactly("FINISHED");
    }
}
