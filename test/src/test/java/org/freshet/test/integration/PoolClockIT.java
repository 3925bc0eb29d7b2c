package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.time.Duration;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.SkewedDatabase;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool when the database's clock is set: it is the one by which orders age and turns end. */
class PoolClockIT {

    private static SkewedDatabase database;
    private static TestServer server;

    @BeforeAll
    static void start() {
        database = SkewedDatabase.create();
        server = database.startServer("freshet.pilot.long-poll=1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void isRight() {
        database.set(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -2})
    void ordersNothingTwiceAndEndsNothing(int hours) {
        var farm = PoolFixture.fixed(server, 3, 10);
        var pilots = farm.run().pilots();
        farm.jobs(1, aJob().with("timelimit", 600));
        var busy = farm.register(pilots.getFirst());
        busy.say(false, ScriptedPilot.started(busy.claim()));

        database.set(Duration.ofHours(hours));
        var run = farm.run();

        assertThat(run.outcome()).as(run.sentence()).isEqualTo(Outcome.ENOUGH);
        assertThat(run.sentence()).isEqualTo(farm.site + ": want 3, have 3, short 0: submit 0, limit: none.");
        assertThat(farm.batch.orders()).hasSize(1);
        assertThat(farm.batch.removed()).isEmpty();
        assertThat(farm.pilots("SUBMITTED")).isEqualTo(2);
        assertThat(farm.pilots("BUSY")).isEqualTo(1);
        assertThat(ServiceLogEntry.latest(server, "pool").message()).isEqualTo(run.sentence());
    }

    @Test
    void doesNotWaitForHoursForATurnOfSomebodyWhoDiedBeforeTheClockWasSetBack() {
        var farm = PoolFixture.fixed(server, 1, 1);
        farm.run();
        server.db()
                .sql(
                        "update pool_site set holder = 'user cron #1', held_until = now() + interval '4 minutes' where site = :site")
                .param("site", farm.site)
                .update();
        assertThat(farm.host.tryToBegin(farm.site, false).status()).isEqualTo(409);

        database.set(Duration.ofHours(-2));

        assertThat(farm.run().outcome()).isEqualTo(Outcome.ENOUGH);
    }
}
