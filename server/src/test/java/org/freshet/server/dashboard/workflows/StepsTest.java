package org.freshet.server.dashboard.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepsTest {

    static final Instant BEGIN = NOW.minusSeconds(1000);

    static VertexJob job(long id, String vertex, JobState state, Long... parents) {
        return job(id, vertex, state, null, null, parents);
    }

    /** One that ran once, in seconds since {@link #BEGIN}; to null = it still runs. */
    static VertexJob job(
            long id, String vertex, JobState state, @Nullable Integer from, @Nullable Integer to, Long... parents) {
        var begin = from == null ? null : BEGIN.plusSeconds(from);
        var end = to == null ? null : BEGIN.plusSeconds(to);
        var tries = begin == null
                ? List.<VertexJob.Try>of()
                : List.of(new VertexJob.Try(begin, end, end == null ? null : state.name(), end == null));
        return new VertexJob(
                id, vertex, "flow", state, null, tries.size(), false, null, begin, end, Set.of(parents), tries);
    }

    private static List<Step> steps(VertexJob... jobs) {
        return Steps.of(Arrays.asList(jobs), BEGIN);
    }

    private static List<String> names(List<Step> steps) {
        return steps.stream().map(Step::name).toList();
    }

    @Test
    void putsEachAfterAllItsParents() {
        var steps = steps(
                job(1, "join", JobState.TEMPLATE, 2L, 4L),
                job(2, "left", JobState.TEMPLATE, 3L),
                job(3, "make", JobState.DEFINED),
                job(4, "right", JobState.TEMPLATE, 3L));

        assertThat(names(steps)).containsExactly("make", "left", "right", "join");
        assertThat(steps.getLast().parents()).containsExactlyInAnyOrder(2L, 4L);
    }

    @Test
    void putsTheJobsOfAFannedOutVertexTogetherAndCountsThem() {
        var steps = steps(
                job(1, "split", JobState.FINISHED, 0, 10),
                job(2, "process", JobState.FINISHED, 1L),
                job(3, "merge", JobState.TEMPLATE, 2L, 4L, 5L, 6L),
                job(4, "process[0]", JobState.FINISHED, 10, 20, 2L),
                job(5, "process[1]", JobState.RUNNING, 12, null, 2L),
                job(6, "process[10]", JobState.FINISHED, 11, 30, 2L));

        assertThat(names(steps)).containsExactly("split", "process", "merge");
        var process = steps.get(1);
        assertThat(process.isMany()).isTrue();
        assertThat(process.key()).isEqualTo(2);
        assertThat(process.parents()).containsExactly(1L);
        assertThat(process.state()).isEqualTo(JobState.RUNNING);
        assertThat(StepWords.counts(process.counts())).isEqualTo("1 running, 3 finished");
        assertThat(process.items()).extracting(VertexJob::id).containsExactly(4L, 5L, 6L);
        assertThat(steps.getLast().parents()).containsExactly(2L);
        assertThat(steps.stream().mapToInt(it -> it.jobs().size()).sum()).isEqualTo(6);
    }

    @Test
    void keepsTogetherWhatWasFannedOutOfAVertexThatIsStillThere() {
        var steps = steps(
                job(1, "process", JobState.FINISHED, 0, 10),
                job(2, "process[0]", JobState.FAILED, 10, 20),
                job(3, "process[1]", JobState.FINISHED, 10, 20));

        assertThat(names(steps)).containsExactly("process");
        assertThat(steps.getFirst().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void leavesApartWhatWouldWaitForItself() {
        var steps = steps(
                job(1, "a", JobState.FINISHED),
                job(2, "b", JobState.FINISHED, 1L),
                job(3, "a[1]", JobState.DEFINED, 2L));

        assertThat(names(steps)).containsExactly("a", "b", "a[1]");
        assertThat(steps).noneMatch(Step::isMany);
    }

    @Test
    void leavesApartNamesWithNumbersThatSomebodyWroteByHand() {
        var steps = steps(job(1, "reco[0]", JobState.FAILED), job(2, "reco[1]", JobState.FINISHED));

        assertThat(names(steps)).containsExactly("reco[0]", "reco[1]");
    }

    @Test
    void takesOnlyANumberInBracketsForAFanOut() {
        var vertices = Set.of("process", "a[1]", "");
        assertThat(Steps.base("process[3]", vertices)).isEqualTo("process");
        assertThat(Steps.base("a[1][2]", vertices)).isEqualTo("a[1]");
        assertThat(Steps.base("process[x]", vertices)).isEqualTo("process[x]");
        assertThat(Steps.base("[3]", vertices)).isEqualTo("[3]");
        assertThat(Steps.base("process[3].txt", vertices)).isEqualTo("process[3].txt");
    }

    @Test
    void releasesAStepWhenItsLastParentWasFinished() {
        var steps = steps(
                job(1, "left", JobState.FINISHED, 0, 10),
                job(2, "right", JobState.FINISHED, 0, 70),
                job(3, "join", JobState.DEFINED, 1L, 2L),
                job(4, "after", JobState.TEMPLATE, 3L));

        assertThat(steps).extracting(Step::releasedAt).containsExactly(BEGIN, BEGIN, BEGIN.plusSeconds(70), null);
    }

    @Test
    void findsTheChainThatTookLongestAndFollowsItToTheEnd() {
        var steps = steps(
                job(1, "make", JobState.FINISHED, 0, 10),
                job(2, "left", JobState.FINISHED, 10, 20, 1L),
                job(3, "right", JobState.FINISHED, 10, 100, 1L),
                job(4, "join", JobState.TEMPLATE, 2L, 3L),
                job(5, "apart", JobState.FINISHED, 0, 60));

        var path = CriticalPath.of(steps, NOW);

        assertThat(names(path.steps())).containsExactly("make", "right", "join");
        assertThat(path.length()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void marksNothingWhileNothingHasRun() {
        assertThat(CriticalPath.of(steps(job(1, "held", JobState.TEMPLATE)), NOW)
                        .keys())
                .isEmpty();
    }

    @Test
    void doesNotCountTheTimeThatAJobWaitsForItsNextAttempt() {
        var begin = BEGIN.plusSeconds(10);
        var tries = List.of(new VertexJob.Try(begin, BEGIN.plusSeconds(40), "GIVEN_BACK", false));
        var back = new VertexJob(1, "a", "flow", JobState.DEFINED, null, 1, false, null, null, null, Set.of(), tries);

        assertThat(Steps.of(List.of(back), BEGIN).getFirst().took(NOW)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void countsTheAttemptsAndNotTheHoursBeforeARerun() {
        var tries = List.of(
                new VertexJob.Try(BEGIN, BEGIN.plusSeconds(40), "FAILED", false),
                new VertexJob.Try(BEGIN.plusSeconds(900), BEGIN.plusSeconds(960), "FINISHED", false));
        var rerun = new VertexJob(1, "a", "flow", JobState.FINISHED, null, 2, false, null, null, null, Set.of(), tries);

        assertThat(Steps.of(List.of(rerun), BEGIN).getFirst().took(NOW)).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void countsTheTimeInWhichAnyOfSeveralRunsOnce() {
        var steps = steps(
                job(1, "a", JobState.FINISHED),
                job(2, "a[0]", JobState.FINISHED, 0, 100, 1L),
                job(3, "a[1]", JobState.FINISHED, 20, 60, 1L),
                job(4, "a[2]", JobState.FINISHED, 50, 120, 1L),
                job(5, "a[3]", JobState.RUNNING, 990, null, 1L));

        assertThat(steps.getFirst().took(NOW)).isEqualTo(Duration.ofSeconds(130));
    }

    @Test
    void countsWhatRunsUpToNow() {
        var steps = steps(job(1, "short", JobState.FINISHED, 0, 300), job(2, "runs", JobState.RUNNING, 600, null));

        var path = CriticalPath.of(steps, NOW);

        assertThat(names(path.steps())).containsExactly("runs");
        assertThat(path.length()).isEqualTo(Duration.ofSeconds(400));
    }

    @Test
    void findsNoChainWhereNothingIs() {
        assertThat(CriticalPath.of(List.of(), NOW).steps()).isEmpty();
    }

    @Test
    void findsTheSameChainAmongEqualOnes() {
        var steps = steps(
                job(1, "b", JobState.TEMPLATE),
                job(2, "a", JobState.TEMPLATE),
                job(3, "join", JobState.TEMPLATE, 1L, 2L));

        assertThat(CriticalPath.of(steps, NOW).steps().stream().map(Step::key).collect(Collectors.toList()))
                .containsExactly(1L, 3L);
    }
}
