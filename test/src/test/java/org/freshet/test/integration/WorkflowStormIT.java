package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.JobId;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.job.Expiry;
import org.freshet.server.pilot.LostPilots;
import org.freshet.server.workflow.WorkflowCheck;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/**
 * Does to small workflows whatever can be done to them, at random and at two servers at once; then holds the tables against
 * the rules.
 */
@Timeout(300)
class WorkflowStormIT {

    private static final int DEEDS = 300;

    private static TestServer one;
    private static TestServer other;
    private static Flows flows;

    @BeforeAll
    static void start() {
        one = TestServer.start("freshet.pilot.long-poll=1s", "freshet.local.pilots=50");
        other = one.another("freshet.pilot.long-poll=1s");
        one.part(LostPilots.class).sweep();
        flows = new Flows(one);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @RepeatedTest(4)
    void keepsAllRulesWhateverIsDoneAtOnce() throws Exception {
        var seed = new Random().nextInt();
        var random = new Random(seed);
        var workflows = new ArrayList<WorkflowId>();
        for (int n = 0; n < 3; n++) {
            var policy = "\"failurePolicy\": \"" + (n == 0 ? "stop" : "continue") + "\"";
            var dag = DagSketch.random(random, 4 + random.nextInt(6));
            workflows.add(flows.start("storm" + seed + "n" + n, dag, policy, "\"usefulFor\": 3600"));
        }

        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Void>> storms = List.of(
                    new Storm(one, workflows, new Random(random.nextLong())),
                    new Storm(other, workflows, new Random(random.nextLong())));
            for (var storm : threads.invokeAll(storms)) {
                storm.get();
            }
        }

        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();
        check();
        assertThat(check()).as("seed " + seed).isZero();
        assertThat(flows.unsettled()).as("seed " + seed).isEmpty();
        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();
        bringToTheEnd(workflows);
        assertThat(workflows)
                .as("seed " + seed)
                .allSatisfy(it -> assertThat(flows.state(it)).isEqualTo(WorkflowState.FINISHED));
        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();
        assertThat(deadlocks()).as("seed " + seed).isZero();
    }

    /** What the sweep does some seconds later. */
    private static int check() {
        one.db()
                .sql("update workflow set checked_at = now() - interval '1 min' where ended_at is null")
                .update();
        return one.part(WorkflowCheck.class).sweep();
    }

    private static void bringToTheEnd(List<WorkflowId> workflows) {
        var pilot = ScriptedPilot.register(one);
        for (int n = 0; n < 20 && !workflows.stream().allMatch(it -> flows.state(it) == WorkflowState.FINISHED); n++) {
            for (var workflow : workflows) {
                one.api().post("/api/v1/workflows/" + workflow + "/resume", "{}");
                one.api().post("/api/v1/workflows/" + workflow + "/rerun", "{\"usefulFor\": 3600}");
                jobs(workflow).forEach(it -> one.api().post("/api/v1/jobs/" + it + "/release", "{}"));
            }
            check();
            pilot.runAll();
        }
    }

    private static List<JobId> jobs(WorkflowId workflow) {
        return one.db()
                .sql("select id from job where workflow_id = :workflow order by id")
                .param("workflow", workflow.value())
                .query((row, n) -> new JobId(row.getLong("id")))
                .list();
    }

    /** As PostgreSQL counted them; a server may have hidden one by trying again. */
    private static long deadlocks() {
        return one.db()
                .sql("select deadlocks from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single();
    }

    /** One of those who do things, at one of the servers. */
    private static final class Storm implements Callable<Void> {

        private static final List<String> ON_JOBS =
                List.of("cancel", "retry", "hold", "release", "release", "priority");
        private static final List<String> ON_WORKFLOWS =
                List.of("pause", "resume", "resume", "cancel", "rerun", "rerun");

        private final TestServer server;
        private final Api api;
        private final Random random;
        private final List<WorkflowId> workflows;
        private final List<JobId> jobs = new ArrayList<>();
        private final ScriptedPilot pilot;
        private @Nullable Assignment holds;

        Storm(TestServer server, List<WorkflowId> workflows, Random random) {
            this.server = server;
            this.api = server.api();
            this.workflows = workflows;
            this.random = random;
            this.pilot = ScriptedPilot.register(server);
            workflows.forEach(it -> jobs.addAll(jobs(it)));
        }

        @Override
        public Void call() {
            for (int n = 0; n < DEEDS; n++) {
                switch (random.nextInt(16)) {
                    case 0, 1, 2 -> changeAJob();
                    case 3, 4 -> changeAWorkflow();
                    case 5 -> expire();
                    case 6 -> lose();
                    case 7 -> server.part(WorkflowCheck.class).sweep();
                    default -> work();
                }
            }
            if (holds != null) {
                pilot.say(false, ScriptedPilot.givenBack(holds));
            }
            return null;
        }

        private void work() {
            var job = holds;
            if (job == null) {
                if (somethingWaits()) {
                    holds = pilot.say(true).job();
                }
                return;
            }
            holds = null;
            pilot.say(
                    false,
                    switch (random.nextInt(6)) {
                        case 0, 1 -> ScriptedPilot.failed(job, 1);
                        case 2 -> ScriptedPilot.givenBack(job);
                        default -> ScriptedPilot.finished(job);
                    });
        }

        /** Else the pilot would wait for nothing, and nothing would be done meanwhile. */
        private boolean somethingWaits() {
            return one.db().sql("select count(*) from ready").query(Long.class).single() > 0;
        }

        private void changeAJob() {
            var what = ON_JOBS.get(random.nextInt(ON_JOBS.size()));
            var body = switch (what) {
                case "priority" -> "{\"priority\": " + random.nextInt(9) + "}";
                case "retry" -> "{\"usefulFor\": 3600}";
                default -> "{}";
            };
            post("/api/v1/jobs/" + jobs.get(random.nextInt(jobs.size())) + "/" + what, body);
        }

        private void changeAWorkflow() {
            var what = ON_WORKFLOWS.get(random.nextInt(ON_WORKFLOWS.size()));
            var body = what.equals("rerun") ? "{\"usefulFor\": 3600}" : "{}";
            post("/api/v1/workflows/" + workflows.get(random.nextInt(workflows.size())) + "/" + what, body);
        }

        private void post(String path, String body) {
            var answer = api.post(path, body);
            assertThat(answer.status()).as(path + ": " + answer.body()).isIn(200, 409);
        }

        /** Lets the time of use of some job pass. */
        private void expire() {
            var job = jobs.get(random.nextInt(jobs.size())).value();
            for (var table : List.of("ready where job_id", "job where id")) {
                var parts = table.split(" where ", -1);
                server.db()
                        .sql("update " + parts[0] + " set useful_until = now() where " + parts[1] + " = :job")
                        .param("job", job)
                        .update();
            }
            server.part(Expiry.class).sweep();
            server.part(Expiry.class).sweepHeld();
        }

        /** It will speak again, and report what it holds late. */
        private void lose() {
            server.db()
                    .sql("update pilot set lease_until = now() - interval '1 s' where id = :pilot")
                    .param("pilot", pilot.id().value())
                    .update();
            one.part(LostPilots.class).sweep();
        }
    }
}
