package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.freshet.protocol.Purged;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.retention.Retention;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TableCounts;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How workflows go: all of one or nothing, when a person purges them and by the retention. */
class PurgeWorkflowsIT {

    private static final int DAY = 86_400;

    private TestServer server;
    private Api api;
    private Flows flows;

    @BeforeEach
    void start() {
        use(TestServer.start("freshet.pilot.long-poll=1s"));
        flows.load("diamond", DagSketch.diamond());
    }

    private void use(TestServer started) {
        server = started;
        api = server.api();
        flows = new Flows(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WorkflowId finished() {
        var workflow = flows.start("diamond");
        ScriptedPilot.register(server).runAll();
        return workflow;
    }

    private WorkflowId cancelled() {
        var workflow = flows.start("diamond", "\"state\": \"template\"");
        flows.change(workflow, "cancel");
        return workflow;
    }

    /** Lets it, and all its jobs, have happened so long ago. */
    private void age(WorkflowId workflow, int days) {
        for (var sql : List.of(
                "update workflow set created_at = created_at - :age, started_at = started_at - :age, ended_at = ended_at - :age where id = :workflow",
                "update job set defined_at = defined_at - :age, started_at = started_at - :age, ended_at = ended_at - :age where workflow_id = :workflow")) {
            server.db()
                    .sql(sql.replace(":age", "interval '" + days + " d'"))
                    .param("workflow", workflow.value())
                    .update();
        }
    }

    private Purged purge(String what, String states, int days, boolean dryRun) {
        return ask(what, states, days, dryRun).as(Purged.class);
    }

    private Api.Answer ask(String what, String states, int days, boolean dryRun) {
        var list = Stream.of(states.split(",")).filter(it -> !it.isEmpty()).toList();
        return api.post("/api/v1/purge", """
                {"what": "%s", "states": %s, "olderThanSeconds": %d, "dryRun": %b}
                """.formatted(what, Api.JSON.writeValueAsString(list), days * DAY, dryRun));
    }

    private boolean exists(WorkflowId workflow) {
        return api.get("/api/v1/workflows/" + workflow).status() == 200;
    }

    @Test
    void goWithAllThatTheyAreMadeOf() {
        var before = new TableCounts(server).now();
        var old = finished();
        age(old, 31);
        var would = purge("workflows", "", 30, true);
        assertThat(exists(old)).isTrue();

        var purged = purge("workflows", "", 30, false);

        assertThat(exists(old)).isFalse();
        assertThat(purged.complete()).isTrue();
        assertThat(purged.counts())
                .isEqualTo(would.counts())
                .containsEntry("workflows", 1L)
                .containsEntry("jobs", 4L)
                .containsEntry("attempts", 4L)
                .containsEntry("datasets", 4L);
        assertNothingIsLeft(before);
        assertThat(ServiceLogEntry.of(server, "purge"))
                .singleElement()
                .satisfies(it -> assertThat(it.message()).endsWith("1 workflow with 4 jobs, 4 attempts, 4 datasets."));
    }

    private void assertNothingIsLeft(Map<String, Long> before) {
        assertThat(new TableCounts(server).now()).satisfies(it -> {
            for (var table : List.of("workflow", "vertex", "vertex_parent", "dataset", "job", "attempt", "job_log")) {
                assertThat(it).as(table).containsEntry(table, before.get(table));
            }
        });
    }

    @Test
    void goAsAWholeWhenAPersonDeletesThem() {
        var before = new TableCounts(server).now();
        var workflow = finished();
        server.db()
                .sql(
                        "insert into job_log (job_id, attempt, stream, head, tail, total_bytes) select job_id, attempt, 'STDOUT', '', '', 0 from attempt")
                .update();

        var deleted = api.delete("/api/v1/workflows/" + workflow);

        assertThat(deleted.status()).as(deleted.body()).isIn(200, 204);
        assertNothingIsLeft(before);
    }

    @Test
    void stayWhileTheyAreYoungOrNotFinal() {
        var old = finished();
        var young = finished();
        var held = flows.start("diamond", "\"state\": \"template\"");
        var running = flows.start("diamond");
        Stream.of(old, held, running).forEach(it -> age(it, 31));
        age(young, 29);

        purge("workflows", "", 30, false);

        assertThat(Stream.of(old, young, held, running).filter(this::exists)).containsExactly(young, held, running);
        assertThat(flows.states(young)).hasSize(4);
        assertThat(flows.contradictions()).isEmpty();
    }

    @Test
    void goOnlyInTheStatesThatAreNamed() {
        var finished = finished();
        var cancelled = cancelled();
        Stream.of(finished, cancelled).forEach(it -> age(it, 31));

        purge("workflows", "failed,cancelled", 30, false);

        assertThat(exists(finished)).isTrue();
        assertThat(exists(cancelled)).isFalse();
        assertThat(ask("workflows", "RUNNING", 30, false).problem().detail()).contains("RUNNING is not final");
        assertThat(ask("workflows", "EXPIRED", 30, false).problem().detail()).contains("not the state of a workflow");
    }

    @Test
    void stayAsAWholeWhileSomebodyHoldsOneOfTheirJobs() throws Exception {
        var held = cancelled();
        var free = cancelled();
        Stream.of(held, free).forEach(it -> age(it, 31));
        var database = server.database();
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from job where id = " + flows.job(held, "join") + " for update");

            var purged = purge("workflows", "", 30, false);

            assertThat(purged.counts()).containsEntry("workflows", 1L).containsEntry("jobs", 4L);
            assertThat(exists(free)).isFalse();
            assertThat(flows.states(held)).hasSize(4);
            connection.rollback();
        }

        assertThat(purge("workflows", "", 30, false).counts()).containsEntry("workflows", 1L);
        assertThat(exists(held)).isFalse();
    }

    @Test
    void goInManyBatchesIfThereAreManyJobs() {
        flows.load(
                "wide",
                DagSketch.of(Stream.iterate(1, it -> it + 1)
                        .limit(3000)
                        .map(it -> "noop" + it)
                        .toArray(String[]::new)));
        var all = Stream.generate(() -> flows.start("wide")).limit(5).toList();
        all.forEach(it -> age(it, 31));

        var purged = purge("workflows", "", 30, false);

        assertThat(purged.counts()).containsEntry("workflows", 5L).containsEntry("jobs", 15_000L);
        assertThat(all).noneMatch(this::exists);
    }

    @Test
    void goByThemselvesWithTheirJobsAndNeverTheJobsAlone() {
        var old = finished();
        var young = finished();
        var running = flows.start("diamond", "\"priority\": 5");
        var pilot = ScriptedPilot.register(server);
        pilot.say(false, ScriptedPilot.finished(pilot.claim()));
        age(old, 91);
        server.db()
                .sql(
                        "update job set defined_at = now() - interval '1000 d', ended_at = now() - interval '999 d' where ended_at is not null and workflow_id <> :old")
                .param("old", old.value())
                .update();

        server.part(Retention.class).sweep();

        assertThat(exists(old)).isFalse();
        assertThat(flows.states(young)).hasSize(4);
        assertThat(flows.states(running)).hasSize(4);
        assertThat(ServiceLogEntry.of(server, "retention")).singleElement().satisfies(it -> {
            assertThat(it.message())
                    .isEqualTo(
                            "Removed what was older than its retention: 1 workflow with 4 jobs, 4 attempts, 4 datasets.");
            assertThat(it.data().at("/workflows/total").asInt()).isEqualTo(1);
        });
        assertThat(flows.state(young)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void areKeptForEverIfTheServerIsTold() {
        var old = finished();
        server.close();
        use(TestServer.start(server.database(), "freshet.retention.workflows=0"));
        age(old, 3650);

        server.part(Retention.class).sweep();

        assertThat(flows.states(old)).hasSize(4);
    }
}
