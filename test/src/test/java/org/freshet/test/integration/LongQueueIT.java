package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Submitted;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue whose beginning is far from the first job in it, since somebody keeps a transaction open that sees what was taken before. */
@Timeout(120)
class LongQueueIT {

    private static final int JOBS = 1000;

    /** Each makes an entry of the index for every job, and leaves the one before behind. */
    private static final int MOVES = 100;

    @Test
    void givesEachJobOnceAndInTurnAndOvertakesNobodyForLong() throws Exception {
        try (var server = TestServer.start("freshet.pilot.long-poll=1s")) {
            server.part(LostPilots.class).sweep();
            var jobs = server.api().submit(aJob().times(JOBS)).items().stream()
                    .map(Submitted.Item::id)
                    .toList();
            var database = server.database();
            try (var old = DriverManager.getConnection(database.url(), database.user(), database.password());
                    var statement = old.createStatement()) {
                old.setAutoCommit(false);
                old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement.executeQuery("select count(*) from ready").close();
                for (int n = 0; n < MOVES; n++) {
                    server.db().sql("update ready set seq = seq + " + JOBS).update();
                }
                var pilot = ScriptedPilot.register(server);
                var given = new ArrayList<JobId>();
                var job = pilot.say(true).job();
                for (;
                        given.size() < 100;
                        job = pilot.say(true, ScriptedPilot.finished(job)).job()) {
                    given.add(job.attempt().job());
                }
                // Before all others, as long as these are.
                var first = server.api().submit(aJob());
                var urgent = server.api().submit(aJob().ofType("urgent").with("priority", 9));

                for (;
                        job != null;
                        job = pilot.say(true, ScriptedPilot.finished(job)).job()) {
                    given.add(job.attempt().job());
                }

                assertThat(given.subList(0, JOBS)).contains(first, urgent);
                assertThat(given.stream()
                                .filter(it -> !it.equals(first) && !it.equals(urgent))
                                .toList())
                        .isEqualTo(jobs);
            }
        }
    }
}
