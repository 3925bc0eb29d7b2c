package org.freshet.server.dashboard.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;
import static org.freshet.server.dashboard.workflows.StepsTest.BEGIN;
import static org.freshet.server.dashboard.workflows.StepsTest.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.page.PageFixtures;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepWordsTest {

    private static final Words WORDS = PageFixtures.words();

    private static StepRow row(List<VertexJob> jobs) {
        var workflow = TimelineTest.workflow(WorkflowState.RUNNING, BEGIN, null);
        var steps = Steps.of(jobs, BEGIN);
        return new StepWords(workflow, steps, CriticalPath.of(steps, NOW), WORDS).row(steps.getFirst());
    }

    private static VertexJob lister(@Nullable Instant endedAt) {
        return new VertexJob(
                1, "plot", "flow", JobState.FINISHED, null, 0, true, null, null, endedAt, Set.of(), List.of());
    }

    private static VertexJob tried(JobState state, VertexJob.Try... tries) {
        return new VertexJob(
                1, "plot", "flow", state, null, tries.length, false, null, null, null, Set.of(), List.of(tries));
    }

    @Test
    void countsTheItemsAndNotWhatListedThem() {
        var jobs = new ArrayList<>(List.of(lister(BEGIN)));
        for (long n = 0; n < 11; n++) {
            jobs.add(job(n + 2, "plot[" + n + "]", JobState.DEFINED, 1L));
        }

        var row = row(jobs);

        assertThat(row.count()).isEqualTo(11);
        assertThat(row.note()).isEqualTo("0 of 11");
        assertThat(row.remark()).isEqualTo("11 defined");
        assertThat(StepWords.names(Steps.of(jobs, BEGIN), WORDS)).isEqualTo("plot ×11");
    }

    @Test
    void waitsAndRunsAsItsItemsDoThoughItsListRunsNothing() {
        var row = row(List.of(lister(BEGIN), job(2, "plot[0]", JobState.DEFINED, 1L)));

        assertThat(row.waited()).isEqualTo("16 min 40 s");
        assertThat(row.ran()).isEqualTo("none");
        assertThat(row.shape()).isEqualTo("many");
    }

    @Test
    void saysOfANoOpThatItIsOne() {
        var row = row(List.of(lister(BEGIN)));

        assertThat(row.waited()).isNull();
        assertThat(row.ran()).isEqualTo("no-op");
        assertThat(row.note()).isEqualTo("no-op");
    }

    @Test
    void waitsForAnotherTrySinceTheLastOne() {
        var row = row(List.of(
                tried(JobState.DEFINED, new VertexJob.Try(BEGIN, BEGIN.plusSeconds(980), "GIVEN_BACK", false))));

        assertThat(row.waited()).isEqualTo("20 s");
        assertThat(row.ran()).isEqualTo("16 min 20 s");
    }

    @Test
    void saysInTheBoxWhatTheTableSays() {
        var row = row(
                List.of(tried(JobState.FINISHED, new VertexJob.Try(BEGIN, BEGIN.plusMillis(140), "FINISHED", false))));

        assertThat(row.note()).isEqualTo("0.1 s").isEqualTo(row.ran());
    }
}
