package org.freshet.server.dashboard.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.workflows.StepsTest.BEGIN;
import static org.freshet.server.dashboard.workflows.StepsTest.job;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineTest {

    static WorkflowFacts workflow(WorkflowState state, @Nullable Instant started, @Nullable Instant ended) {
        return new WorkflowFacts(
                NOW,
                12,
                "diamond",
                "diamond",
                1,
                true,
                state,
                FailurePolicy.CONTINUE,
                false,
                null,
                null,
                "mara",
                0,
                4,
                2,
                BEGIN,
                started,
                ended,
                null,
                false);
    }

    private static Timeline timeline(List<Step> steps) {
        return Timeline.of(workflow(WorkflowState.RUNNING, BEGIN, null), steps);
    }

    @Test
    void drawsWaitingFromTheLastParentAndRunningFromThePilot() {
        var steps = Steps.of(
                List.of(job(1, "make", JobState.FINISHED, 0, 500), job(2, "next", JobState.RUNNING, 600, null, 1L)),
                BEGIN);

        var lane = timeline(steps).lane(steps.getLast());

        assertThat(Objects.requireNonNull(lane.waiting()).x()).isEqualTo("50.00%");
        assertThat(lane.waiting().width()).isEqualTo("50.00%");
        assertThat(lane.runs()).containsExactly(new Timeline.Span("running", "60.00%", "40.00%", false));
    }

    @Test
    void drawsEachAttemptAndMarksTheFailedOneTwice() {
        var tries = List.of(
                new VertexJob.Try(BEGIN, BEGIN.plusSeconds(100), "FAILED", false),
                new VertexJob.Try(BEGIN.plusSeconds(200), null, null, true));
        var job = new VertexJob(
                1, "a", "flow", JobState.RUNNING, null, 2, false, null, BEGIN.plusSeconds(200), null, Set.of(), tries);
        var steps = Steps.of(List.of(job), BEGIN);

        assertThat(timeline(steps).lane(steps.getFirst()).runs())
                .containsExactly(
                        new Timeline.Span("failed", "0.00%", "10.00%", true),
                        new Timeline.Span("running", "20.00%", "80.00%", false));
    }

    @Test
    void drawsTheJobsOfAFannedOutVertexAsOneBar() {
        var steps = Steps.of(
                List.of(
                        job(1, "a", JobState.FINISHED),
                        job(2, "a[0]", JobState.FINISHED, 100, 200),
                        job(3, "a[1]", JobState.FINISHED, 150, 400)),
                BEGIN);

        assertThat(timeline(steps).lane(steps.getFirst()).runs())
                .containsExactly(new Timeline.Span("finished", "10.00%", "30.00%", false));
    }

    @Test
    void drawsNothingOfWhatHasNotBegunAndSomethingOfWhatTookNoTime() {
        var steps = Steps.of(
                List.of(
                        job(1, "blink", JobState.FINISHED, 1000, 1000),
                        job(2, "later", JobState.TEMPLATE, 3L),
                        job(3, "waits", JobState.DEFINED)),
                BEGIN);
        var timeline = timeline(steps);

        assertThat(timeline.lane(steps.getFirst()).runs())
                .containsExactly(new Timeline.Span("finished", "99.60%", "0.40%", false));
        var later = timeline.lane(steps.getLast());
        assertThat(later.waiting()).isNull();
        assertThat(later.runs()).isEmpty();
        assertThat(Objects.requireNonNull(timeline.lane(steps.get(1)).waiting()).width())
                .isEqualTo("100.00%");
    }

    @Test
    void endsWithTheWorkflow() {
        var over = Timeline.of(workflow(WorkflowState.FINISHED, BEGIN, BEGIN.plusSeconds(10)), List.of());

        assertThat(over.end()).isEqualTo(BEGIN.plusSeconds(10));
        assertThat(over.now()).isFalse();
        assertThat(timeline(List.of()).now()).isTrue();
    }

    @Test
    void standsStillBeforeTheStart() {
        var held = Timeline.of(workflow(WorkflowState.TEMPLATE, null, null), List.of());

        assertThat(held.now()).isFalse();
        assertThat(held.begin()).isEqualTo(held.end());
    }
}
