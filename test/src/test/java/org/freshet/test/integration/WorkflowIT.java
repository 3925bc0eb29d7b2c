package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.ScriptedPilot.failed;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.JobState;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.freshet.protocol.WorkflowId;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.job.Expiry;
import org.freshet.test.support.DagSketch;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the jobs of a workflow wait for each other, and what people can do with a workflow as a whole. */
@Timeout(120)
class WorkflowIT extends WorkflowFixture {

    private static final DagSketch FORK = DagSketch.of("root>bad", "root>good", "bad>below", "below>noop", "good>noop");

    @Test
    void letsEachJobGoWhenAllItsParentsAreFinished() {
        var workflow = flows.start("order", DagSketch.diamond());
        var make = claim("make");
        assertThat(flows.states(workflow)).containsEntry("left", JobState.TEMPLATE);

        pilot.say(false, finished(make));
        var left = pilot.claim();
        pilot.say(false, finished(left));

        assertThat(flows.states(workflow)).containsEntry("join", JobState.TEMPLATE);
        pilot.say(false, finished(pilot.claim()));
        pilot.say(false, finished(claim("join")));
        assertThat(flows.detail(workflow).workflow()).satisfies(it -> {
            assertThat(it.state()).isEqualTo(WorkflowState.FINISHED);
            assertThat(it.open()).isZero();
            assertThat(it.message()).isEqualTo("4 FINISHED");
            assertThat(it.endedAt()).isNotNull();
        });
        assertThat(flows.detail(workflow).history())
                .extracting(it -> it.to())
                .containsExactly("DEFINED", "RUNNING", "FINISHED");
    }

    @Test
    void finishesVerticesThatRunNothingByItself() {
        var workflow = flows.start("noops", DagSketch.of("noop1>noop2", "noop2>work", "work>noop3", "noop3>noop4"));
        assertThat(flows.states(workflow))
                .containsEntry("noop2", JobState.FINISHED)
                .containsEntry("work", JobState.DEFINED);

        pilot.say(false, finished(claim("work")));

        assertThat(flows.states(workflow).values()).containsOnly(JobState.FINISHED);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
        assertThat(attempts(workflow)).isEqualTo(1);
    }

    @Test
    void endsAWorkflowThatHasNothingToRunAtOnce() {
        var workflow = flows.start("nothing", DagSketch.of("noop1>noop2"));

        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void skipsWhatDependsOnAFailureAndRunsTheRest() {
        var workflow = flows.start("continue", FORK);
        pilot.say(false, finished(claim("root")));

        fail("bad");

        assertThat(flows.states(workflow))
                .containsEntry("below", JobState.SKIPPED)
                .containsEntry("noop", JobState.SKIPPED)
                .containsEntry("good", JobState.DEFINED);
        assertThat(api.job(flows.job(workflow, "below")).job().message())
                .isEqualTo("it waited for job " + flows.job(workflow, "bad") + ", which is FAILED");
        pilot.say(false, finished(claim("good")));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void cancelsWhatHasNotStartedIfThePolicyIsStop() {
        var workflow = flows.start("stop", FORK, "\"failurePolicy\": \"stop\"");
        pilot.say(false, finished(claim("root")));

        fail("bad");

        assertThat(flows.states(workflow))
                .containsEntry("below", JobState.SKIPPED)
                .containsEntry("good", JobState.CANCELLED);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void leavesARunningPayloadAloneWhenItStops() {
        var workflow = flows.start("stoprunning", DagSketch.of("one", "two>three"), "\"failurePolicy\": \"stop\"");
        var other = ScriptedPilot.register(server);
        var first = pilot.claim();
        var second = other.claim();
        other.say(false, started(second));

        pilot.say(false, failed(first, 1));

        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.RUNNING);
        assertThat(other.report(finished(second))).isEqualTo(Outcome.APPLIED);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void takesBackWhatWasSkippedWhenTheFailedJobIsTriedAgain() {
        var workflow = flows.start("retry", FORK);
        pilot.say(false, finished(claim("root")));
        fail("bad");
        pilot.say(false, finished(claim("good")));
        var skipped = api.post("/api/v1/jobs/" + flows.job(workflow, "below") + "/retry", "{}");
        assertThat(skipped.status()).isEqualTo(409);
        assertThat(skipped.problem().detail()).contains("bad, FAILED");

        api.change(flows.job(workflow, "bad"), "retry");

        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.RUNNING);
        assertThat(flows.states(workflow))
                .containsEntry("bad", JobState.DEFINED)
                .containsEntry("below", JobState.TEMPLATE)
                .containsEntry("noop", JobState.TEMPLATE);
        pilot.say(false, finished(claim("bad")));
        pilot.say(false, finished(claim("below")));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void keepsSkippedWhatAnotherFailureForbids() {
        var workflow = flows.start("two", DagSketch.of("a>join", "b>join"));
        pilot.say(false, failed(pilot.claim(), 1));
        pilot.say(false, failed(pilot.claim(), 1));

        api.change(flows.job(workflow, "a"), "retry");

        assertThat(flows.states(workflow))
                .isEqualTo(Map.of("a", JobState.DEFINED, "b", JobState.FAILED, "join", JobState.SKIPPED));
    }

    @Test
    void countsTheLateReportOfALostPilot() {
        var workflow = flows.start("late", DagSketch.of("first>second"));
        var first = claim("first");
        pilot.say(false, started(first));
        lose(pilot);
        assertThat(flows.states(workflow)).containsEntry("first", JobState.DEFINED);

        assertThat(pilot.report(finished(first))).isEqualTo(Outcome.APPLIED);

        assertThat(flows.states(workflow)).containsEntry("second", JobState.DEFINED);
        assertThat(pilot.report(finished(first))).isEqualTo(Outcome.DUPLICATE);
    }

    @Test
    void countsTheLateReportOfAJobThatAPauseTookBack() {
        var workflow = flows.start("latepaused", DagSketch.of("first>second"));
        var first = claim("first");
        pilot.say(false, started(first));
        lose(pilot);
        flows.change(workflow, "pause");
        assertThat(flows.states(workflow)).containsEntry("first", JobState.TEMPLATE);
        assertThat(pilot.say(false).directives()).isEmpty();

        assertThat(pilot.report(finished(first))).isEqualTo(Outcome.APPLIED);

        assertThat(flows.states(workflow)).isEqualTo(Map.of("first", JobState.FINISHED, "second", JobState.TEMPLATE));
        flows.change(workflow, "resume");
        pilot.say(false, finished(claim("second")));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
    }

    @Test
    void failsAJobThatAPauseTookBackWhenItsLatePilotSaysSo() {
        var workflow = flows.start("latefailed", DagSketch.of("first>second"));
        var first = claim("first");
        lose(pilot);
        flows.change(workflow, "pause");

        assertThat(pilot.report(failed(first, 3))).isEqualTo(Outcome.APPLIED);

        assertThat(flows.states(workflow)).isEqualTo(Map.of("first", JobState.FAILED, "second", JobState.SKIPPED));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void refusesTheLateReportOfAJobThatAPersonHolds() {
        var workflow = flows.start("lateheld", DagSketch.of("first>second"));
        var first = claim("first");
        lose(pilot);
        api.change(flows.job(workflow, "first"), "hold");
        flows.change(workflow, "pause");

        assertThat(pilot.say(false).directives()).isNotEmpty();
        assertThat(pilot.report(finished(first))).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void skipsBelowAJobWhoseTimeOfUsePassed() {
        var workflow = flows.start(
                "expired", DagSketch.of("first>second"), "\"usefulFor\": 60, \"dataTime\": \"2020-01-01T00:00:00Z\"");

        server.part(Expiry.class).sweep();

        assertThat(flows.states(workflow)).isEqualTo(Map.of("first", JobState.EXPIRED, "second", JobState.SKIPPED));
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);
        assertThat(api.post("/api/v1/workflows/" + workflow + "/rerun", "{}")
                        .problem()
                        .detail())
                .contains("usefulFor");
        assertThat(api.post("/api/v1/workflows/" + workflow + "/rerun", "{\"usefulFor\": 600}")
                        .status())
                .isEqualTo(200);
        assertThat(flows.states(workflow)).isEqualTo(Map.of("first", JobState.DEFINED, "second", JobState.TEMPLATE));
    }

    @Test
    void givesATimeOfUseToWhatARetryTakesBack() {
        var workflow = flows.start(
                "retrieduse",
                DagSketch.of("first>second"),
                "\"usefulFor\": 60, \"dataTime\": \"2020-01-01T00:00:00Z\"");
        server.part(Expiry.class).sweep();

        var answer = api.post("/api/v1/jobs/" + flows.job(workflow, "first") + "/retry", "{\"usefulFor\": 600}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(flows.states(workflow)).isEqualTo(Map.of("first", JobState.DEFINED, "second", JobState.TEMPLATE));
        pilot.say(false, finished(claim("first")));
        assertThat(server.part(Expiry.class).sweep()).isZero();
        claim("second");
    }

    @Test
    void countsTheTimeOfUseOfARerunFromTheRerun() {
        var workflow = flows.start(
                "rerunuse", DagSketch.of("first>second"), "\"usefulFor\": 60, \"dataTime\": \"2020-01-01T00:00:00Z\"");
        server.part(Expiry.class).sweep();
        assertThat(usefulUntil(workflow)).isInThePast();

        api.post("/api/v1/workflows/" + workflow + "/rerun", "{\"usefulFor\": 600}");

        assertThat(usefulUntil(workflow)).isInTheFuture();
    }

    @Test
    void hasItsTimeOfUseAlsoIfItWasCancelledBeforeItsStart() {
        var workflow = flows.start(
                "heldcancelled", DagSketch.of("first>second"), "\"state\": \"template\", \"usefulFor\": 600");
        flows.change(workflow, "cancel");

        flows.change(workflow, "rerun");

        assertThat(usefulUntil(workflow)).isInTheFuture();
        assertThat(flows.states(workflow).keySet())
                .allSatisfy(
                        it -> assertThat(api.job(flows.job(workflow, it)).job().usefulUntil())
                                .isInTheFuture());
    }

    @Test
    void holdsWhatWaitsWhileItIsPaused() {
        var workflow = flows.start("pause", DagSketch.of("running>next", "waiting"), "\"priority\": 5");
        var running = claim("running");

        flows.change(workflow, "pause");

        assertThat(pilot.report(finished(running))).isEqualTo(Outcome.APPLIED);
        assertThat(flows.states(workflow))
                .isEqualTo(
                        Map.of("running", JobState.FINISHED, "next", JobState.TEMPLATE, "waiting", JobState.TEMPLATE));
        var release = api.post("/api/v1/jobs/" + flows.job(workflow, "waiting") + "/release", "{}");
        assertThat(release.status()).isEqualTo(409);
        assertThat(release.problem().detail()).contains("PAUSED");
        flows.change(workflow, "resume");
        assertThat(flows.states(workflow))
                .containsEntry("next", JobState.DEFINED)
                .containsEntry("waiting", JobState.DEFINED);
    }

    @Test
    void explainsForWhatAJobWaits() {
        var workflow = flows.start("explain", DagSketch.of("a>join", "b>join"));

        assertThat(explained(workflow, "join"))
                .isEqualTo("Waits in workflow " + workflow + " for 2 parents: " + flows.job(workflow, "a")
                        + " (a, DEFINED) and " + flows.job(workflow, "b") + " (b, DEFINED).");
        api.change(flows.job(workflow, "a"), "hold");
        flows.change(workflow, "pause");
        assertThat(explained(workflow, "a")).isEqualTo("Held back: it does not run until somebody releases it.");
        assertThat(explained(workflow, "b")).isEqualTo("Held: its workflow " + workflow + " is paused.");
    }

    private static String explained(WorkflowId workflow, String vertex) {
        return api.get("/api/v1/jobs/" + flows.job(workflow, vertex) + "/explain")
                .as(Explanation.class)
                .sentence();
    }

    @Test
    void holdsAJobThatComesBackWhileItsWorkflowIsPaused() {
        var workflow = flows.start("back", DagSketch.of("only"));
        var job = claim("only");
        flows.change(workflow, "pause");

        pilot.say(false, ScriptedPilot.givenBack(job));

        assertThat(flows.states(workflow)).isEqualTo(Map.of("only", JobState.TEMPLATE));
        assertThat(pilot.say(true).job()).isNull();
        flows.change(workflow, "resume");
        claim("only");
    }

    @Test
    void startsAHeldWorkflowWhenAPersonWishesIt() {
        var workflow = flows.start("held", DagSketch.of("first>second"), "\"state\": \"template\", \"usefulFor\": 600");
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.TEMPLATE);
        assertThat(pilot.say(true).job()).isNull();
        assertThat(api.job(flows.job(workflow, "first")).job().usefulUntil()).isNull();

        flows.change(workflow, "resume");

        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.RUNNING);
        assertThat(api.job(flows.job(workflow, "second")).job().usefulUntil()).isNotNull();
        claim("first");
    }

    @Test
    void releasesAJobOnlyWhenItsParentsAreFinished() {
        var workflow = flows.start("early", DagSketch.of("first>second"));

        var refusal = api.post("/api/v1/jobs/" + flows.job(workflow, "second") + "/release", "{}");

        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.problem().detail()).contains("(first, DEFINED)");
        api.change(flows.job(workflow, "first"), "hold");
        assertThat(repaired()).isZero();
        api.change(flows.job(workflow, "first"), "release");
        claim("first");
    }

    @Test
    void endsEverythingWhenItIsCancelled() {
        var workflow = flows.start("cancel", FORK);
        var root = claim("root");

        flows.change(workflow, "cancel");

        assertThat(flows.states(workflow).values()).containsOnly(JobState.CANCELLED);
        assertThat(pilot.report(finished(root))).isEqualTo(Outcome.SUPERSEDED);
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.CANCELLED);
        assertThat(api.post("/api/v1/workflows/" + workflow + "/cancel", "{}").status())
                .isEqualTo(409);
    }

    @Test
    void rerunsWhatIsNotFinishedAndKeepsTheRest() {
        var workflow = flows.start("rerun", FORK, "\"failurePolicy\": \"stop\"");
        pilot.say(false, finished(claim("root")));
        fail("bad");
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FAILED);

        flows.change(workflow, "rerun");

        assertThat(flows.states(workflow))
                .containsEntry("root", JobState.FINISHED)
                .containsEntry("good", JobState.DEFINED)
                .containsEntry("below", JobState.TEMPLATE);
        pilot.runAll();
        assertThat(flows.state(workflow)).isEqualTo(WorkflowState.FINISHED);
        assertThat(api.post("/api/v1/workflows/" + workflow + "/rerun", "{}").status())
                .isEqualTo(409);
    }

    @Test
    void isDeletedWithItsJobsOnlyWhenItHasEnded() {
        var workflow = flows.start("delete", DagSketch.of("only>noop"));
        var job = flows.job(workflow, "only");
        var path = "/api/v1/workflows/" + workflow;
        assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(409);
        pilot.say(false, finished(claim("only")));

        assertThat(api.send(api.request(path).DELETE()).status()).isEqualTo(204);

        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/jobs/" + job).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/datasets?workflow=" + workflow).body()).contains("\"items\":[]");
    }

    @Test
    void makesUpForAStepThatWasMissed() {
        var workflow = flows.start("missed", DagSketch.of("first>second"));
        pilot.say(false, finished(claim("first")));
        // As if nobody had told the workflow.
        server.db().sql("delete from ready").update();
        server.db()
                .sql("update job set state = 'TEMPLATE' where workflow_id = :id and vertex = 'second'")
                .param("id", workflow.value())
                .update();
        server.db()
                .sql("update vertex set released = false, waiting = 1 where job_id = :job")
                .param("job", flows.job(workflow, "second").value())
                .update();
        server.db()
                .sql("update workflow set open = 2 where id = :id")
                .param("id", workflow.value())
                .update();

        assertThat(repaired()).isPositive();

        assertThat(repaired()).isZero();
        claim("second");
        assertThat(server.db()
                        .sql("select message from service_log where service = 'workflow' and level = 'WARNING'")
                        .query(String.class)
                        .list())
                .filteredOn(it -> it.contains("workflows " + workflow + ":"))
                .singleElement()
                .asString()
                .contains(flows.job(workflow, "second").toString());
        server.db()
                .sql("delete from event where to_state = 'DEFINED' and from_state = 'TEMPLATE'")
                .update();
    }

    private static Instant usefulUntil(WorkflowId workflow) {
        return Objects.requireNonNull(flows.detail(workflow).workflow().usefulUntil());
    }

    private static int attempts(WorkflowId workflow) {
        return server.db()
                .sql("select count(*) from attempt a join job j on j.id = a.job_id where j.workflow_id = :id")
                .param("id", workflow.value())
                .query(Integer.class)
                .single();
    }
}
