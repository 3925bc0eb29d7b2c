package org.freshet.server.dashboard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.freshet.server.dashboard.job.JobFixtures.aJob;
import static org.freshet.server.dashboard.job.JobFixtures.aStartedJob;
import static org.freshet.server.dashboard.job.JobFixtures.anAttempt;

import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.PageFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobLifeTest {

    private static List<LifeStep> life(JobFacts job, AttemptRow... latestFirst) {
        return JobLife.of(job, List.of(latestFirst), PageFixtures.words());
    }

    @Test
    void showsTheStepsOfAFinishedJobWithTheirDurations() {
        assertThat(life(aStartedJob(JobState.FINISHED), anAttempt(1, "FINISHED")))
                .extracting(LifeStep::title, LifeStep::style, LifeStep::note)
                .containsExactly(
                        tuple("Data taken", "s-finished", ""),
                        tuple("Defined", "s-finished", "31 s later"),
                        tuple("Dispatched", "s-finished", "1 min 00 s later"),
                        tuple("Started", "s-finished", "1.0 s later"),
                        tuple("Finished", "s-finished", "ran 50 s"));
    }

    @Test
    void leavesOpenWhatIsToCome() {
        assertThat(life(aJob(JobState.DEFINED)))
                .extracting(LifeStep::title, LifeStep::style)
                .containsExactly(
                        tuple("Defined", "s-defined"),
                        tuple("Dispatched", "todo"),
                        tuple("Started", "todo"),
                        tuple("Ended", "todo"));
    }

    @Test
    void countsTheTimeOfAPayloadThatRuns() {
        LifeStep started =
                life(aStartedJob(JobState.RUNNING), anAttempt(1, null)).get(3);

        assertThat(started.style()).isEqualTo("s-running");
        assertThat(started.note()).isEqualTo("59 s so far");
    }

    @Test
    void showsTheAttemptsBeforeTheLatest() {
        assertThat(life(aStartedJob(JobState.RUNNING), anAttempt(2, null), anAttempt(1, "PILOT_LOST")))
                .extracting(LifeStep::title, LifeStep::style, LifeStep::note)
                .contains(tuple("Attempt 1", "s-lost", "lost after 51 s"));
    }

    @Test
    void showsTheTwoLatestOfManyAttempts() {
        assertThat(life(
                        aJob(JobState.DEFINED),
                        anAttempt(5, "FAILED"),
                        anAttempt(4, "PILOT_LOST"),
                        anAttempt(3, "PILOT_LOST")))
                .extracting(LifeStep::title)
                .containsExactly("Defined", "Attempt 4", "Attempt 5", "Dispatched", "Started", "Ended");
    }

    @Test
    void saysOfAJobThatNeverRanThatItDidNot() {
        assertThat(life(aJob(JobState.EXPIRED)))
                .extracting(LifeStep::title, LifeStep::note)
                .contains(tuple("Dispatched", "did not happen"), tuple("Expired", "never ran"));
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void hasALifeForEveryState(JobState state) {
        assertThat(life(aJob(state))).hasSize(4);
        assertThat(life(aStartedJob(state))).hasSize(5);
    }
}
