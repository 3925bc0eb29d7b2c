package org.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.dashboard.PageFixtures.aChange;
import static org.freshet.server.dashboard.PageFixtures.aJob;
import static org.freshet.server.dashboard.PageFixtures.aStartedJob;
import static org.freshet.server.dashboard.PageFixtures.anAttempt;

import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.JobPageSql.PilotsAlive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobExplanationTest {

    private static Explanation explain(JobFacts job, List<AttemptRow> attempts, HistoryRow... history) {
        return JobExplanation.of(job, attempts, List.of(history), new PilotsAlive(3, 1), PageFixtures.words());
    }

    @Test
    void namesTheCommandThatReleasesAHeldJob() {
        Explanation why = explain(aJob(JobState.TEMPLATE), List.of());

        assertThat(why.sentence()).startsWith("Held back");
        assertThat(why.command()).isEqualTo("freshet job release 12");
    }

    @Test
    void tellsSinceWhenAJobWaitsAndWhoIsIdle() {
        Explanation why = explain(
                aJob(JobState.DEFINED),
                List.of(),
                aChange(null, JobState.TEMPLATE, "user mara", null),
                aChange(JobState.TEMPLATE, JobState.DEFINED, "user mara", null));

        assertThat(why.look()).isEqualTo(Explanation.CALM);
        assertThat(why.sentence()).isEqualTo("Waits for a pilot since 03:12:38.");
        assertThat(why.more()).containsExactly("1 of 3 pilots alive is idle. The job asks for 1 core.");
    }

    @Test
    void warnsWhenAJobWaitsAndNoPilotIsAlive() {
        Explanation why = JobExplanation.of(
                aJob(JobState.DEFINED), List.of(), List.of(), new PilotsAlive(0, 0), PageFixtures.words());

        assertThat(why.look()).isEqualTo(Explanation.LATE);
        assertThat(why.sentence()).isEqualTo("Waits for a pilot: none is alive.");
    }

    @Test
    void tellsWhatBecameOfTheAttemptBeforeTheOneThatRuns() {
        Explanation why =
                explain(aStartedJob(JobState.RUNNING), List.of(anAttempt(2, null), anAttempt(1, "PILOT_LOST")));

        assertThat(why.sentence()).isEqualTo("Runs on b6d09b7731 since 03:11:48.");
        assertThat(why.more())
                .containsExactly("Attempt 1 ended as lost.", "It may run until 03:28:28, its time limit of 1,000 s.");
    }

    @Test
    void tellsWhatBecameOfTheLatestAttemptOfAJobThatWaitsAgain() {
        Explanation why = explain(aJob(JobState.DEFINED), List.of(anAttempt(1, "GIVEN_BACK")));

        assertThat(why.more().getFirst()).isEqualTo("Attempt 1 ended as given back.");
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void givesTheSentenceAndTheNextStepOfEveryFailure(FailureReason reason) {
        Explanation why = explain(aStartedJob(JobState.FAILED, reason, null), List.of(anAttempt(1, "FAILED")));

        assertThat(why.look()).isEqualTo(Explanation.BROKEN);
        assertThat(why.sentence()).isEqualTo("Failed. " + reason.sentence());
        assertThat(why.more()).containsExactly("Next step: " + reason.nextStep());
        assertThat(why.command()).isEqualTo("freshet job retry 12");
    }

    @Test
    void letsThePilotSayWhatFailed() {
        Explanation why =
                explain(aStartedJob(JobState.FAILED, FailureReason.EXIT_CODE, "It ended with 65."), List.of());

        assertThat(why.sentence()).isEqualTo("Failed. It ended with 65.");
        assertThat(why.more()).containsExactly("Next step: " + FailureReason.EXIT_CODE.nextStep());
    }

    @Test
    void givesNoSecondNextStepWhenThePilotGaveOne() {
        String said = "/no/such/file does not exist. Next step: correct the path.";

        Explanation why = explain(aStartedJob(JobState.FAILED, FailureReason.NOT_STARTED, said), List.of());

        assertThat(why.sentence()).isEqualTo("Failed. " + said);
        assertThat(why.more()).isEmpty();
    }

    @Test
    void namesWhoCancelledAJobAndWhy() {
        Explanation why = explain(
                aStartedJob(JobState.CANCELLED),
                List.of(anAttempt(1, "CANCELLED")),
                aChange(JobState.RUNNING, JobState.CANCELLED, "user mara", "wrong calibration"));

        assertThat(why.sentence()).isEqualTo("Cancelled by user mara at 03:12:38.");
        assertThat(why.more()).containsExactly("wrong calibration");
    }

    @Test
    void tellsUntilWhenAnExpiredJobWasUseful() {
        Explanation why = explain(aStartedJob(JobState.EXPIRED), List.of());

        assertThat(why.look()).isEqualTo(Explanation.LATE);
        assertThat(why.sentence()).contains("useful until 03:22:47");
        assertThat(why.command()).isEqualTo("freshet job retry 12 --useful-for 10m");
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void hasASentenceForEveryStateHoweverLittleIsKnown(JobState state) {
        assertThat(explain(aJob(state), List.of()).sentence()).isNotBlank().doesNotContain("{");
        assertThat(explain(aStartedJob(state), List.of()).sentence())
                .isNotBlank()
                .doesNotContain("{");
    }
}
