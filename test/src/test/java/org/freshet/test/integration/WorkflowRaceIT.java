package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.pilot.LostPilots;
import org.freshet.server.workflow.WorkflowCheck;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.Flows;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tries to have a child of a workflow released twice, too early or never: two servers on one database, many pilots. */
@Timeout(180)
class WorkflowRaceIT {

    private static final int PILOTS = 12;

    private static TestServer one;
    private static TestServer other;
    private static Flows flows;

    @BeforeAll
    static void start() {
        one = TestServer.start("freshet.pilot.long-poll=1s");
        other = one.another("freshet.pilot.long-poll=1s");
        one.part(LostPilots.class).sweep();
        flows = new Flows(one);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @Test
    void releasesAJoinOnceWhenTwoServersFinishItsParentsAtOnce() throws Exception {
        flows.load("diamond", DagSketch.diamond());
        var workflows = new ArrayList<WorkflowId>();
        for (int n = 0; n < 30; n++) {
            workflows.add(flows.start("diamond"));
        }

        finishAll(workflows);

        assertThat(workflows).allSatisfy(it -> assertThat(flows.state(it)).isEqualTo(WorkflowState.FINISHED));
        assertThat(timesLetGo("diamond")).containsOnly(1);
        assertThat(flows.contradictions()).isEmpty();
    }

    @RepeatedTest(3)
    void letsARandomDagGoInItsOrder() throws Exception {
        var seed = new Random().nextInt();
        var dag = DagSketch.random(new Random(seed), 60);
        var workflow = flows.start("random" + seed, dag);

        finishAll(List.of(workflow));

        assertThat(flows.states(workflow))
                .as("seed " + seed)
                .hasSize(60)
                .allSatisfy((vertex, state) -> assertThat(state).as(vertex).isEqualTo(JobState.FINISHED));
        assertThat(startedBeforeAParentEnded(workflow)).as("seed " + seed).isEmpty();
        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();
    }

    @RepeatedTest(3)
    void makesItemsOnceWhenTwoServersFinishVerticesAtOnce() throws Exception {
        var seed = new Random().nextInt();
        var workflow = flows.start("fans" + seed, fanning(DagSketch.random(new Random(seed), 60)));

        finishAll(List.of(workflow));

        var states = flows.states(workflow);
        assertThat(states.values()).as("seed " + seed).containsOnly(JobState.FINISHED);
        assertThat(states.size()).as("seed " + seed).isGreaterThan(60);
        assertThat(flows.detail(workflow).workflow().jobs()).isEqualTo(states.size());
        assertThat(startedBeforeAParentEnded(workflow)).as("seed " + seed).isEmpty();
        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();
    }

    /** Every fourth vertex runs for each file that matches. */
    private static DagSketch fanning(DagSketch dag) {
        dag.vertices().stream()
                .sorted()
                .filter(it -> it.matches("v[0-9]*[048]"))
                .forEach(it -> dag.foreach(it, "glob:/data/*"));
        return dag;
    }

    @RepeatedTest(3)
    void keepsItsBooksWhileJobsFailAndPeopleInterfere() throws Exception {
        var seed = new Random().nextInt();
        var workflow = flows.start("wild" + seed, fanning(DagSketch.random(new Random(seed), 80)));
        var jobs = flows.states(workflow).keySet().stream()
                .map(it -> flows.job(workflow, it))
                .toList();
        var people = Executors.newFixedThreadPool(2);
        var whole = List.of("pause", "resume", "rerun", "resume");
        var single = List.of("cancel", "retry", "hold", "release", "priority");
        var onWhole = people.submit(() -> {
            for (int n = 0; n < 40; n++) {
                var answer =
                        other.api().post("/api/v1/workflows/" + workflow + "/" + whole.get(n % whole.size()), "{}");
                assertThat(answer.status()).as(answer.body()).isIn(200, 409);
            }
        });
        var onJobs = people.submit(() -> {
            for (int n = 0; n < 200; n++) {
                var what = single.get(n % single.size());
                var body = what.equals("priority") ? "{\"priority\": " + n % 9 + "}" : "{}";
                var answer = one.api().post("/api/v1/jobs/" + jobs.get(n * 7 % jobs.size()) + "/" + what, body);
                assertThat(answer.status()).as(answer.body()).isIn(200, 409);
            }
        });
        var failing = new AtomicInteger();

        inParallel(pilot -> {
            while (!onWhole.isDone() || !onJobs.isDone()) {
                var job = pilot.say(true).job();
                if (job != null) {
                    pilot.say(
                            false,
                            switch (failing.incrementAndGet() % 7) {
                                case 0 -> ScriptedPilot.failed(job, 1);
                                case 1 -> ScriptedPilot.givenBack(job);
                                default -> ScriptedPilot.well(job);
                            });
                }
            }
        });
        onWhole.get();
        onJobs.get();
        people.shutdown();
        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();

        // In the end everything can be brought to its end.
        for (int n = 0; n < 20 && flows.state(workflow) != WorkflowState.FINISHED; n++) {
            one.api().post("/api/v1/workflows/" + workflow + "/resume", "{}");
            one.api().post("/api/v1/workflows/" + workflow + "/rerun", "{}");
            jobs.forEach(it -> one.api().post("/api/v1/jobs/" + it + "/release", "{}"));
            missNothing();
            finishAll(List.of());
        }
        assertThat(flows.state(workflow)).as("seed " + seed).isEqualTo(WorkflowState.FINISHED);
        assertThat(flows.contradictions()).as("seed " + seed).isEmpty();
    }

    @Test
    void leavesNothingInTheQueueWhenItIsCancelledWhileItIsReleased() throws Exception {
        var workflows = new ArrayList<WorkflowId>();
        flows.load("cancelled", DagSketch.random(new Random(7), 30));
        for (int n = 0; n < 10; n++) {
            workflows.add(flows.start("cancelled"));
        }
        var canceller = Executors.newSingleThreadExecutor().submit(() -> {
            for (var workflow : workflows) {
                var answer = other.api().post("/api/v1/workflows/" + workflow + "/cancel", "{}");
                assertThat(answer.status()).as(answer.body()).isIn(200, 409);
            }
        });

        finishAll(List.of());
        canceller.get();
        finishAll(List.of());

        assertThat(workflows)
                .allSatisfy(it -> assertThat(flows.state(it)).isIn(WorkflowState.CANCELLED, WorkflowState.FINISHED));
        assertThat(flows.contradictions()).isEmpty();
    }

    /** What the sweep does some seconds later. */
    private static void missNothing() {
        one.db()
                .sql("update workflow set checked_at = now() - interval '1 min'")
                .update();
        one.part(WorkflowCheck.class).sweep();
    }

    private interface Work {
        void with(ScriptedPilot pilot);
    }

    /** Runs what there is, with half of the pilots at each server, until these workflows have ended. */
    private static void finishAll(List<WorkflowId> workflows) throws InterruptedException, ExecutionException {
        inParallel(pilot -> {
            do {
                pilot.runAll();
            } while (!workflows.stream().allMatch(it -> flows.state(it).isFinal()));
        });
    }

    private static void inParallel(Work work) throws InterruptedException, ExecutionException {
        var tasks = new ArrayList<Callable<Boolean>>();
        for (int n = 0; n < PILOTS; n++) {
            var pilot = ScriptedPilot.register(n % 2 == 0 ? one : other);
            tasks.add(() -> {
                work.with(pilot);
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                result.get();
            }
        }
    }

    private static List<Integer> timesLetGo(String dag) {
        return one.db().sql("""
                        select count(e.at)
                        from job j
                        left join event e on e.entity = 'job' and e.entity_id = j.id and e.to_state = 'DEFINED'
                        where j.workflow_id in (select id from workflow where dag = :dag)
                        group by j.id
                        """).param("dag", dag).query(Integer.class).list();
    }

    private static List<String> startedBeforeAParentEnded(WorkflowId workflow) {
        return one.db()
                .sql("""
                        select c.vertex
                        from vertex_parent v
                        join job c on c.id = v.child
                        join event released on released.entity = 'job' and released.entity_id = c.id and released.to_state = 'DEFINED'
                        join event ended on ended.entity = 'job' and ended.entity_id = v.parent and ended.to_state = 'FINISHED'
                        where c.workflow_id = :workflow and released.at < ended.at
                        """)
                .param("workflow", workflow.value())
                .query(String.class)
                .list();
    }
}
