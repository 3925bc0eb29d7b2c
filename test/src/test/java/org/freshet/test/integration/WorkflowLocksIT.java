package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.workflow.WorkflowCheck;
import org.freshet.test.support.Api;
import org.freshet.test.support.DagSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a workflow while somebody else holds a row of it. */
@Timeout(120)
class WorkflowLocksIT extends WorkflowFixture {

    @Test
    void takesBackLaterWhatSomebodyHeldWhenItsParentWasTriedAgain() {
        var workflow = skipped("passed");

        whileLocked(flows.job(workflow, "second"), () -> api.change(flows.job(workflow, "first"), "retry"));

        assertThat(flows.states(workflow)).containsEntry("second", JobState.SKIPPED);
        assertThat(repaired()).isEqualTo(1);
        assertThat(flows.states(workflow)).containsEntry("second", JobState.TEMPLATE);
        pilot.say(false, finished(claim("first")));
        claim("second");
    }

    @Test
    void doesNotEndWhileSomethingIsSkippedForNoReason() {
        var workflow = skipped("passedtotheend");
        whileLocked(flows.job(workflow, "second"), () -> api.change(flows.job(workflow, "first"), "retry"));

        pilot.say(false, finished(claim("first")));

        assertThat(flows.states(workflow)).containsEntry("second", JobState.DEFINED);
        pilot.say(false, finished(claim("second")));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void waitsForNoJobOnceARerunHasTheWorkflow() {
        var workflow = flows.start("rerunlocks", DagSketch.of("a>below", "b"));
        pilot.say(false, failed(pilot.claim(), 1));
        assertThat(flows.states(workflow)).containsEntry("a", JobState.FAILED);
        var late = flows.job(workflow, "b");
        var rerun = new CompletableFuture<Void>();
        var unlock = new CompletableFuture<Void>();
        var locked = new CompletableFuture<Void>();

        server.part(TransactionTemplate.class).executeWithoutResult(status -> {
            lock("workflow", workflow.value());
            aside(() -> flows.change(workflow, "rerun")).thenRun(() -> rerun.complete(null));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(WorkflowLocksIT::waitsForALock);
            // Ends behind the back of the rerun, which has locked what was dead, and is held by somebody.
            aside(() -> api.change(late, "hold")).join();
            aside(() -> server.db()
                            .sql("update job set state = 'EXPIRED', ended_at = now() where id = :job")
                            .param("job", late.value())
                            .update())
                    .join();
            aside(() -> whileLocked(late, () -> {
                locked.complete(null);
                unlock.join();
            }));
            locked.join();
        });
        rerun.orTimeout(30, TimeUnit.SECONDS).join();
        unlock.complete(null);

        assertThat(flows.states(workflow))
                .containsEntry("a", JobState.DEFINED)
                .containsEntry("below", JobState.TEMPLATE)
                .containsEntry("b", JobState.EXPIRED);
    }

    @Test
    void locksOneWorkflowAtATimeToCheckIt() {
        var first = flows.start("checkone", DagSketch.of("a>b"));
        var second = flows.start("checktwo", DagSketch.of("a>b"));
        var vertex = flows.job(first, "b").value();
        server.db()
                .sql("update vertex set waiting = 2 where job_id = :job")
                .param("job", vertex)
                .update();
        server.db()
                .sql(
                        "update workflow set checked_at = now() - make_interval(mins => case id when :first then 2 else 1 end)")
                .param("first", first.value())
                .update();
        var check = new CompletableFuture<Integer>();

        server.part(TransactionTemplate.class).executeWithoutResult(status -> {
            server.db()
                    .sql("select job_id from vertex where job_id = :job for update")
                    .param("job", vertex)
                    .query(Long.class)
                    .single();
            aside(() -> check.complete(server.part(WorkflowCheck.class).sweep()));
            // The check of the first one wants to mend this vertex.
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waitsForALock());

            assertThat(server.db()
                            .sql("select id from workflow where id = :id for no key update skip locked")
                            .param("id", second.value())
                            .query(Long.class)
                            .list())
                    .hasSize(1);
        });

        assertThat(check.join()).isEqualTo(1);
    }

    @Test
    void goesOnWithACancelThatWasInterrupted() {
        var workflow = flows.start("cancelhalf", DagSketch.of("first>second"), "\"state\": \"template\"");
        beginToCancel(workflow);

        assertThat(repaired()).isPositive();

        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.CANCELLED);
    }

    @Test
    void letsNothingGoWhileItIsBeingCancelled() {
        var workflow = flows.start("cancelling", DagSketch.of("held>below", "bad"));
        api.change(flows.job(workflow, "held"), "hold");
        fail("bad");
        beginToCancel(workflow);

        var release = api.post("/api/v1/jobs/" + flows.job(workflow, "held") + "/release", "{}");
        var retry = api.post("/api/v1/jobs/" + flows.job(workflow, "bad") + "/retry", "{}");
        var rerun = api.post("/api/v1/workflows/" + workflow + "/rerun", "{}");

        assertThat(List.of(release, retry, rerun))
                .extracting(Api.Answer::status)
                .containsOnly(409);
        assertThat(release.problem().detail()).contains("was stopped");
        assertThat(retry.problem().detail()).contains("just being cancelled");
        assertThat(repaired()).isPositive();
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.CANCELLED);
    }

    /** A workflow whose first job failed, so that its second one was skipped. */
    private WorkflowId skipped(String name) {
        var workflow = flows.start(name, DagSketch.of("first>second"));
        fail("first");
        assertThat(flows.states(workflow)).containsEntry("second", JobState.SKIPPED);
        return workflow;
    }

    private static CompletableFuture<Void> aside(Runnable deed) {
        return CompletableFuture.runAsync(deed, Thread::startVirtualThread);
    }

    private static void whileLocked(JobId job, Runnable deed) {
        server.part(TransactionTemplate.class).executeWithoutResult(status -> {
            lock("job", job.value());
            deed.run();
        });
    }

    private static void lock(String table, long id) {
        server.db()
                .sql("select id from " + table + " where id = :id for update")
                .param("id", id)
                .query(Long.class)
                .single();
    }

    private static boolean waitsForALock() {
        return server.db()
                        .sql("select count(*) from pg_locks where not granted")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The first half of a cancel, whose server died then. */
    private static void beginToCancel(WorkflowId workflow) {
        server.db()
                .sql(
                        "update workflow set stopped = true, cancelled_by = 'user mara', cancelled_why = 'wrong' where id = :id")
                .param("id", workflow.value())
                .update();
    }
}
