package org.freshet.test.integration;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobId;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.dispatch.OverdueJobs;
import org.freshet.server.dispatch.StartDeadline;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A server without pilots of its own, and an empty queue before each test. */
abstract class DispatchFixture {

    static TestServer server;
    static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                "freshet.local.pilots=50",
                "freshet.pilot.long-poll=1s",
                "freshet.pilot.start-deadline=0s",
                "freshet.sweep.overdue-margin=0s");
        api = server.api();
        // The first sweep after a start lets all leases begin anew.
        server.part(LostPilots.class).sweep();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void beginWithAnEmptyQueue() {
        for (var job : api.jobs("?state=template,defined,dispatched,running&limit=1000")) {
            api.change(job.id(), "cancel");
        }
        server.db()
                .sql("update job_type set max_running = null, newest_first = false")
                .update();
        // What a pilot does not say counts from a sweep's first look on; so a test's own sweep counts it.
        server.part(StartDeadline.class).sweep();
        server.part(OverdueJobs.class).sweep();
    }

    static boolean queued(JobId job) {
        return server.db()
                        .sql("select count(*) from ready where job_id = :job")
                        .param("job", job.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    static PilotState stateOf(ScriptedPilot pilot) {
        return api.get("/api/v1/pilots/" + pilot.id())
                .as(PilotDetail.class)
                .pilot()
                .state();
    }

    static void awaitState(ScriptedPilot pilot, PilotState state) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> stateOf(pilot) == state);
    }

    /** Lets the pilot's lease pass, and the sweep see it. */
    static void lose(ScriptedPilot pilot) {
        lose(pilot.id());
    }

    static void lose(PilotId pilot) {
        // A sweep after a long pause only lets the leases begin anew.
        server.part(LostPilots.class).sweep();
        server.db()
                .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                .param("pilot", pilot.value())
                .update();
        server.part(LostPilots.class).sweep();
    }
}
