package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.time.Duration;
import java.util.stream.Stream;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What changes with every job is changed in place: a new version of a row goes into the block of the old one, and no index has
 * to hear of it. So the cost of a job does not grow with the tables.
 */
@Timeout(300)
class HotUpdatesIT {

    private static final int JOBS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Updates of a table. */
    private record Updates(long all, long hot) {

        double part() {
            return (double) hot / all;
        }
    }

    @Test
    void areMostOfThoseThatJobsAndPilotsCost() {
        server.api().submit(aJob().ofType("hot").times(JOBS));
        var pilots =
                Stream.generate(() -> ScriptedPilot.register(server)).limit(4).toList();

        for (int n = 0; n < JOBS; n++) {
            var pilot = pilots.get(n % pilots.size());
            var job = pilot.claim();
            pilot.say(false, started(job));
            pilot.say(false, finished(job));
        }

        // claimed, started, ended
        assertThat(updates("job", 3 * JOBS).part()).isGreaterThan(0.9);
        assertThat(updates("pilot", 3 * JOBS).part()).isGreaterThan(0.9);
        // started, ended; the end takes it out of the index of those that live
        assertThat(updates("attempt", 2 * JOBS).hot()).isGreaterThanOrEqualTo(JOBS * 9 / 10);
    }

    /** Sessions tell their numbers now and then only. */
    private static Updates updates(String table, long atLeast) {
        return await().atMost(PATIENCE).until(() -> read(table), it -> it.all() >= atLeast);
    }

    private static Updates read(String table) {
        return server.db()
                .sql("select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname = :table")
                .param("table", table)
                .query((row, n) -> new Updates(row.getLong(1), row.getLong(2)))
                .single();
    }
}
