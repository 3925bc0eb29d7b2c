package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.test.support.Api;
import org.freshet.test.support.CondorFarm;
import org.freshet.test.support.ShellCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** A submit host with a real HTCondor, whose cron calls {@code freshet pool run}; the server itself knows nothing of HTCondor. */
@EnabledIf("org.freshet.test.support.Needs#htcondor")
@Timeout(180)
class PoolCronE2E {

    private static CondorFarm farm;

    @BeforeAll
    static void start() throws SQLException {
        farm = CondorFarm.start(Map.of("FRESHET_HTCONDOR_BIN", "/nowhere"));
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    @AfterEach
    void endSites() {
        farm.endSites();
    }

    @Test
    void ordersOnceHoweverOftenItIsCalled() throws SQLException {
        farm.add("cron", "--cap 4 --ramp 4 --reserve 2");

        var first = pool("run cron --json").ended().successful();
        var second = pool("run cron").ended().successful();

        var run = Api.JSON.readValue(first.out(), PoolRun.class);
        assertThat(run.outcome()).isEqualTo(Outcome.SUBMITTED);
        assertThat(run.pilots()).hasSize(2);
        assertThat(second.out()).contains("short 0: submit 0");
        assertThat(farm.queue("cron")).containsExactly(run.cluster() + ".0", run.cluster() + ".1");
        assertThat(farm.standing("cron").by()).matches("user \\S+ from \\S+");
        var job = farm.server().api().submit(aJob().with("site", "cron"));
        farm.server().await(job, JobState.FINISHED);
        assertThat(farm.pilots("cron")).hasSize(2);
    }

    @Test
    void asksHtcondorForWhatTheSiteStatesAndPilotsOfferIt() throws SQLException {
        farm.add("sized", "--cap 1 --reserve 1 --cores 1 --memory-mb 300 --tag scratch");
        farm.freshet("site set sized diskMb=50 tags=gpu,scratch");

        pool("run sized").ended().successful();

        assertThat(farm.pool()
                        .run(
                                "condor_q",
                                "-allusers",
                                "-constraint",
                                "FreshetSite =?= \"sized\"",
                                "-af",
                                "RequestCpus",
                                "RequestMemory",
                                "RequestDisk"))
                .isEqualToIgnoringWhitespace("1 428 256000"); // with 128 MB and 200 MB for the pilot itself
        var job = farm.server()
                .api()
                .submit(aJob().with("site", "sized").with("memoryMb", 300).with("tags", List.of("gpu")));
        farm.server().await(job, JobState.FINISHED);
        var offer = farm.freshet("pilot show " + farm.pilots("sized").getFirst().id());
        assertThat(offer).containsPattern("cores +1\n").containsPattern("300 MB").containsPattern("tags +gpu, scratch\n");
    }

    @Test
    void ordersOnceIfTwoAreCalledAtTheSameMoment() throws SQLException {
        farm.add("twice", "--cap 8 --ramp 3 --reserve 3");

        var one = pool("run twice");
        var other = pool("run twice");
        one.ended().successful();
        other.ended().successful();

        assertThat(farm.queue("twice")).hasSize(3);
        assertThat(farm.pilots("twice")).hasSize(3);
    }

    @Test
    void tellsCronWhatIsWrongAndOrdersNothingWhileTheQueueIsOff() throws SQLException {
        farm.add("blind", "--cap 4 --ramp 4 --reserve 2");
        farm.pool().scheddOff();

        var blind = pool("run blind").ended();
        farm.pool().scheddOn();
        var seeing = pool("run blind").ended();

        assertThat(blind.exitCode()).isEqualTo(9);
        assertThat(blind.out()).isEmpty();
        assertThat(blind.err()).contains("blind: unknown, so nothing is done. ", "Can't find address for schedd");
        assertThat(seeing.successful().out()).contains("submit 2");
        assertThat(farm.pilots("blind")).hasSize(2);
    }

    private static ShellCommand pool(String command) {
        return farm.installation()
                .start(
                        "exec bin/freshet pool " + command,
                        Map.of("PATH", farm.pool().environment().getOrDefault("PATH", ""), "FRESHET_HTCONDOR_BIN", ""));
    }
}
