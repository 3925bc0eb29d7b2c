package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Submitted;
import org.freshet.server.bulk.BulkWork;
import org.freshet.server.pilot.LostPilots;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many jobs are changed while pilots take and finish them: nobody waits for long, and each job has one story. */
@Timeout(120)
class BulkRaceIT {

    private static final int PILOTS = 6;
    private static final int JOBS = 400;

    private static TestServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                "freshet.local.pilots=50", "freshet.pilot.long-poll=1s", "freshet.api.requests-per-second=0");
        api = server.api();
        // The first sweep after a start lets all leases begin anew.
        server.part(LostPilots.class).sweep();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static BulkView preview(String action, String filter) {
        var answer = api.post("/api/v1/bulks", "{\"action\": \"%s\", \"filter\": {%s}}".formatted(action, filter));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.as(BulkView.class);
    }

    private static BulkView workOff(BulkView bulk) {
        var confirmed = api.post("/api/v1/bulks/" + bulk.id() + "/confirm", "{\"reason\": \"race\"}");
        assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
        var now = confirmed.as(BulkView.class);
        for (int look = 0; look < 200 && now.phase() != Phase.DONE; look++) {
            server.part(BulkWork.class).sweep();
            now = api.get("/api/v1/bulks/" + bulk.id()).as(BulkView.class);
        }
        assertThat(now.phase()).isEqualTo(Phase.DONE);
        assertThat(now.done() + now.refused()).isEqualTo(now.jobs());
        return now;
    }

    private static List<CompletableFuture<List<Assignment>>> pilots() {
        return IntStream.range(0, PILOTS)
                .mapToObj(it -> ScriptedPilot.register(server))
                .map(it -> CompletableFuture.supplyAsync(it::runAll))
                .toList();
    }

    private static List<JobId> run(List<CompletableFuture<List<Assignment>>> pilots) {
        var run = new ArrayList<JobId>();
        pilots.forEach(it -> it.join().forEach(job -> run.add(job.attempt().job())));
        return run;
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOLD", "CANCEL", "PRIORITY"})
    void changesJobsThatPilotsTakeAtTheSameTime(String action) {
        var type = "race" + action.toLowerCase(Locale.ROOT);
        var jobs = api.submit(aJob().ofType(type).times(JOBS)).items().stream()
                .map(Submitted.Item::id)
                .toList();
        var answer = api.post(
                "/api/v1/bulks",
                action.equals("PRIORITY")
                        ? "{\"action\": \"PRIORITY\", \"priority\": 5, \"filter\": {\"type\": \"%s\"}}".formatted(type)
                        : "{\"action\": \"%s\", \"filter\": {\"type\": \"%s\"}}".formatted(action, type));

        var pilots = pilots();
        var done = workOff(answer.as(BulkView.class));
        var run = run(pilots);

        assertThat(done.jobs()).isEqualTo(JOBS);
        assertThat(run).doesNotHaveDuplicates();
        var states = jobs.stream().map(it -> api.job(it).job().state()).toList();
        switch (action) {
            case "HOLD" -> {
                assertThat(states).isSubsetOf(JobState.TEMPLATE, JobState.FINISHED);
                assertThat(states.stream().filter(it -> it == JobState.TEMPLATE))
                        .hasSize((int) done.done());
            }
            case "CANCEL" -> {
                assertThat(states).isSubsetOf(JobState.CANCELLED, JobState.FINISHED);
                assertThat(states.stream().filter(it -> it == JobState.CANCELLED))
                        .hasSize((int) done.done());
            }
            default -> assertThat(states).isSubsetOf(JobState.DEFINED, JobState.FINISHED);
        }
        assertThat(server.db()
                        .sql("select count(*) from ready r join job j on j.id = r.job_id where j.state <> 'DEFINED'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void changesJobsOfWorkflowsThatGoOnAtTheSameTime() {
        var flows = new Flows(server);
        var workflows = new HashSet<String>();
        for (int n = 0; n < 12; n++) {
            workflows.add(flows.start("bulkrace", DagSketch.diamond()).toString());
        }
        var bulk = preview("CANCEL", "\"workflow\": \"" + String.join(",", workflows) + "\"");

        var pilots = pilots();
        var done = workOff(bulk);
        run(pilots);

        assertThat(done.jobs()).isEqualTo(4L * workflows.size());
        assertThat(flows.contradictions()).isEmpty();
    }
}
