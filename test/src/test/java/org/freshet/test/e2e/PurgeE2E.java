package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.Map;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Purged;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShellCommand.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command with which operators and cron remove what is old. */
@Timeout(180)
class PurgeE2E {

    private static Installation installation;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", "1"));
        server = RunningServer.start(installation);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    private static Ended freshet(String arguments) {
        return installation.run("bin/freshet " + arguments);
    }

    @Test
    void removesTheLogThenTheJobAndIsQuietWhenNothingIsLeft() {
        var job = server.api().submit(aJob().with("payload", "/bin/echo hello"));
        server.await(job, JobState.FINISHED);

        var would = freshet("purge --what jobs --state finished --older-than 0s --dry-run");
        var logs = freshet("purge --what logs --older-than 0s").successful();
        var log = freshet("job log " + job);
        var jobs = freshet("purge --what jobs --older-than 0s --json").successful();
        var again = freshet("purge --what jobs --older-than 0s").successful();

        assertThat(would.successful().out()).startsWith("WOULD BE REMOVED\n").containsPattern("jobs +1\n");
        assertThat(logs.out()).startsWith("REMOVED\n").contains("They were from ");
        assertThat(log.out()).isEmpty();
        assertThat(log.err()).contains("had 6 bytes; they were removed");
        var purged = Api.JSON.readValue(jobs.out(), Purged.class);
        assertThat(purged.counts()).containsEntry("jobs", 1L).containsEntry("attempts", 1L);
        assertThat(freshet("job show " + job).exitCode()).isEqualTo(5);
        assertThat(again.out() + again.err()).isEmpty();
    }

    @Test
    void refusesWhatHasNotEnded() {
        var refused = freshet("purge --what jobs --state running --older-than 1d");

        assertThat(refused.exitCode()).isEqualTo(7);
        assertThat(refused.err()).contains("RUNNING is not final");
    }
}
