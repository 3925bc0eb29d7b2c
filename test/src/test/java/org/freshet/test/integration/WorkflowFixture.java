package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.failed;

import org.freshet.protocol.Assignment;
import org.freshet.server.workflow.WorkflowCheck;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Workflows whose jobs are claimed, and told to have ended, by the one pilot of a test. */
abstract class WorkflowFixture extends DispatchFixture {

    static Flows flows;
    ScriptedPilot pilot;

    @BeforeEach
    void registerAPilot() {
        flows = new Flows(server);
        pilot = ScriptedPilot.register(server);
    }

    @AfterEach
    void findsNoContradiction() {
        assertThat(flows.contradictions()).isEmpty();
    }

    Assignment claim(String vertex) {
        var job = pilot.claim();
        assertThat(job.name()).isEqualTo(vertex);
        return job;
    }

    void fail(String vertex) {
        pilot.say(false, failed(claim(vertex), 3));
    }

    /** What the sweep does some seconds later. */
    static int repaired() {
        server.db()
                .sql("update workflow set checked_at = now() - interval '1 min'")
                .update();
        return server.part(WorkflowCheck.class).sweep();
    }
}
