package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.test.support.CondorFarm;
import org.freshet.test.support.CondorFarm.Pilot;
import org.freshet.test.support.HTCondorPool;
import org.freshet.test.support.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The disk below the orders and the pilots' logs is full: a file system in memory, which only the server's processes see, over
 * the directory that HTCondor sees. When it is taken away there is room again.
 */
@Timeout(240)
@EnabledIf(value = "isPossible", disabledReason = "needs HTCondor, and root to mount a file system")
class PoolFullDiskE2E {

    private CondorFarm farm;
    private Path orders;

    static boolean isPossible() {
        return Needs.htcondor() && Needs.mountNamespaces();
    }

    @BeforeEach
    void start() throws SQLException {
        orders = HTCondorPool.shared().newDirectory("orders");
        var settings = new HashMap<>(CondorFarm.OWN_HANDS);
        settings.put("FRESHET_HTCONDOR_DIRECTORY", orders.toString());
        farm = CondorFarm.start(settings, """
                exec unshare --mount /bin/sh -c '
                mount -t tmpfs -o size=16k,mode=0700 freshet "$FRESHET_HTCONDOR_DIRECTORY" && exec bin/freshet-server'""");
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    @Test
    void saysThatTheDiskIsFullSubmitsNothingAndGoesOnWhenThereIsRoom() throws Exception {
        var begin = Instant.now();
        fill();
        farm.add("full", "--cap 1 --ramp 1 --reserve 0");
        var job = farm.server().api().submit(aJob().with("site", "full"));

        farm.server().await("it stands refused", () -> outcome() == Outcome.REFUSED);
        assertThat(farm.queue("full")).isEmpty();
        assertThat(farm.pilots("full")).isNotEmpty().allMatch(Pilot::ended);
        assertThat(farm.said(begin))
                .anySatisfy(it -> assertThat(it)
                        .startsWith("full: want 1 ")
                        .contains(
                                "Not submitted: The files of an order cannot be written: ", "No space left on device"));

        makeRoom();

        farm.server().await(job, JobState.FINISHED);
        assertThat(farm.pilots("full")).filteredOn(it -> it.batchId() != null).hasSize(1);
        assertThat(farm.server().command().process().isAlive()).isTrue();
    }

    private Outcome outcome() {
        return farm.standing("full").run().outcome();
    }

    private void fill() throws IOException {
        var seen = Path.of("/proc", Long.toString(pid()), "root" + orders).resolve("filling");
        try (var out = Files.newOutputStream(seen)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    private void makeRoom() throws IOException, InterruptedException {
        var umount = new ProcessBuilder(
                        "nsenter", "--target", Long.toString(pid()), "--mount", "umount", "--lazy", orders.toString())
                .inheritIO()
                .start();
        assertThat(umount.waitFor()).isZero();
    }

    private long pid() {
        return farm.server().command().process().pid();
    }
}
