package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pilots that register and end at once, as on a broken host. */
class PoolEarlyEndsIT {

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void slowsDownAndNamesTheHostWhenPilotsEndSoonAfterTheyRegistered() {
        var farm = PoolFixture.fixed(server, 3, 10);
        farm.run().pilots().forEach(it -> register(farm, it).leave("its disk is full"));
        farm.batch.forgetAll();

        var run = farm.run();

        assertThat(run.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(run.sentence())
                .contains(
                        "submit 0, limit: 3 starts in a row failed, soon after these pilots registered on node7, next try");
        assertThat(ServiceLogEntry.of(server, "pool"))
                .filteredOn(it -> it.level().equals("WARNING"))
                .extracting(ServiceLogEntry::message)
                .anySatisfy(it -> assertThat(it)
                        .startsWith(farm.site + ": the newest pilots ended within 30 s of their registration")
                        .contains("Their host: node7."));

        endedAgo(farm, 11);
        assertThat(farm.run()).satisfies(it -> {
            assertThat(it.pilots()).hasSize(1);
            assertThat(it.sentence()).contains("one at a time until a pilot stays");
        });
    }

    @Test
    void goesOnAsUsualOnceAPilotHasRunAJob() {
        var farm = PoolFixture.fixed(server, 3, 10);
        farm.run().pilots().forEach(it -> register(farm, it).leave("its disk is full"));
        farm.batch.forgetAll();
        endedAgo(farm, 60);
        farm.jobs(1, aJob());
        var tried = farm.run().pilots().getFirst();
        var pilot = register(farm, tried);
        pilot.say(false, ScriptedPilot.finished(pilot.claim()));

        assertThat(farm.run().pilots()).hasSize(2);
    }

    @Test
    void doesNotMindPilotsThatRanAJobOrWereToldToGo() {
        var farm = PoolFixture.fixed(server, 4, 10);
        farm.jobs(2, aJob());
        var pilots = farm.run().pilots();
        pilots.subList(0, 2).forEach(it -> {
            var pilot = register(farm, it);
            pilot.say(false, ScriptedPilot.finished(pilot.claim()));
            pilot.leave("it has run 1 job, as many as its site wants");
        });
        pilots.subList(2, 4).forEach(it -> {
            var pilot = register(farm, it);
            api.post("/api/v1/pilots/" + it + "/drain", "{}");
            pilot.leave("it was told to drain");
        });
        farm.batch.forgetAll();

        PoolRun run = farm.run();

        assertThat(run.outcome()).as(run.sentence()).isEqualTo(Outcome.SUBMITTED);
        assertThat(run.pilots()).hasSize(4);
    }

    @Test
    void doesNotMindPilotsOfASiteWhoseIdlePilotsStopSoon() {
        var farm = PoolFixture.of(server, "\"mode\": \"FIXED\", \"cap\": 3, \"ramp\": 10, \"idleSeconds\": 5");
        farm.run().pilots().forEach(it -> register(farm, it).leave("there was no job for it for 5 s"));
        farm.batch.forgetAll();

        assertThat(farm.run().pilots()).hasSize(3);
    }

    private static ScriptedPilot register(PoolFixture farm, PilotId pilot) {
        var registered = farm.register(pilot);
        registered.say(false);
        return registered;
    }

    /** The pilots of the site that have ended did so that long ago, on the database's clock. */
    private static void endedAgo(PoolFixture farm, int seconds) {
        server.db()
                .sql("""
                update pilot set ended_at = ended_at - make_interval(secs => :seconds)
                where site = :site and ended_at is not null
                """)
                .param("seconds", (double) seconds)
                .param("site", farm.site)
                .update();
    }
}
