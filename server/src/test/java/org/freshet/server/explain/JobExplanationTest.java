package org.freshet.server.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.server.explain.Cases.aJob;
import static org.freshet.server.explain.Cases.aTry;

import java.util.List;
import java.util.stream.Stream;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.explain.HeldVertex.Parent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobExplanationTest {

    private static Explanation explain(Cases.Job job) {
        return JobExplanation.of(job.build(), null, Cases.PATIENCE);
    }

    @Test
    void namesTheCommandThatReleasesAHeldJobAndWhoHeldIt() {
        var why = explain(aJob(JobState.TEMPLATE).changedBy("user mara", "wait for the calibration"));

        assertThat(why.sentence()).isEqualTo("Held back: it does not run until somebody releases it.");
        assertThat(why.more()).containsExactly("Held by user mara since 03:10:47 UTC: wait for the calibration.");
        assertThat(why.command()).isEqualTo("freshet job release 12");
    }

    private static HeldVertex aVertex(WorkflowState state, boolean stopped, boolean released, int waiting) {
        var parents = Stream.of(
                        new Parent(4, "left", JobState.RUNNING),
                        new Parent(5, "right", JobState.DEFINED),
                        new Parent(6, "top", JobState.TEMPLATE))
                .limit(waiting)
                .toList();
        return new HeldVertex(5077, state, stopped, false, released, waiting, parents);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RUNNING  | false | 1  | Waits in workflow 5077 for 1 parent: 4 (left, RUNNING). | |
            RUNNING  | false | 2  | Waits in workflow 5077 for 2 parents: 4 (left, RUNNING) and 5 (right, DEFINED). | |
            PAUSED   | false | 12 | Waits in workflow 5077 for 12 parents: 4 (left, RUNNING), 5 (right, DEFINED), 6 (top, TEMPLATE) and 9 more. | The workflow is paused, too. | freshet workflow resume 5077
            TEMPLATE | false | 1  | Waits in workflow 5077 for 1 parent: 4 (left, RUNNING). | The workflow has not been started either. | freshet workflow resume 5077
            RUNNING  | true  | 1  | Waits in workflow 5077 for 1 parent: 4 (left, RUNNING). | The workflow was stopped. |
            TEMPLATE | false | 0  | Held: its workflow 5077 has not been started. | | freshet workflow resume 5077
            PAUSED   | false | 0  | Held: its workflow 5077 is paused. | | freshet workflow resume 5077
            PAUSED   | true  | 0  | Held: its workflow 5077 was stopped, and cancels it within seconds. | |
            RUNNING  | false | 0  | Nothing is left to wait for in workflow 5077: it is let go within seconds. | |
            """)
    void saysForWhatAJobOfAWorkflowWaits(
            WorkflowState state,
            boolean stopped,
            int waiting,
            String sentence,
            @Nullable String besides,
            @Nullable String command) {
        var why = explain(aJob(JobState.TEMPLATE).of(aVertex(state, stopped, false, waiting)));

        assertThat(why.sentence()).isEqualTo(sentence);
        assertThat(why.more()).isEqualTo(besides == null ? List.of() : List.of(besides));
        assertThat(why.command()).isEqualTo(command);
    }

    @Test
    void saysWhoHoldsAJobThatItsWorkflowHadLetGo() {
        var job = aJob(JobState.TEMPLATE).changedBy("user mara", "wait for the calibration");

        var running = explain(job.of(aVertex(WorkflowState.RUNNING, false, true, 0)));
        var paused = explain(job.of(aVertex(WorkflowState.PAUSED, false, true, 0)));

        assertThat(running.sentence()).isEqualTo("Held back: it does not run until somebody releases it.");
        assertThat(running.more()).containsExactly("Held by user mara since 03:10:47 UTC: wait for the calibration.");
        assertThat(running.command()).isEqualTo("freshet job release 12");
        assertThat(paused.more()).contains("The workflow is paused, too.");
    }

    @Test
    void namesThePilotThatHasTheJob() {
        var why = explain(aJob(JobState.DISPATCHED).tried(aTry(1, null)));

        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence())
                .isEqualTo("Handed to pilot 4 on np04-srv-12 at 03:11:47 UTC."
                        + " The start of the payload was not reported yet.");
    }

    @Test
    void tellsHowLongAJobRunsAndWhatBecameOfTheAttemptBefore() {
        var why = explain(aJob(JobState.RUNNING).startedAgo(59).tried(aTry(2, null), aTry(1, "PILOT_LOST")));

        assertThat(why.look()).isEqualTo(Look.CALM);
        assertThat(why.sentence()).isEqualTo("Runs on np04-srv-12 since 03:11:48 UTC, for 59 s.");
        assertThat(why.more())
                .containsExactly(
                        "It may run until 03:28:28 UTC, its time limit of 1,000 s.",
                        "Attempt 1 ended with the loss of its pilot.");
    }

    @Test
    void warnsOfASilentPilotAndTellsWhatFollows() {
        var why = explain(aJob(JobState.RUNNING).startedAgo(59).tried(aTry(1, null, 30)));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.more().getFirst())
                .isEqualTo("Pilot 4 is silent since 03:12:17 UTC. Unless heard by 03:12:57 UTC it is lost,"
                        + " and the job goes back to the queue: loss 1 of 3 that are allowed.");
        assertThat(why.facts()).contains(new Fact(Code.SILENT, null, 30L, null, null));
    }

    @Test
    void saysThatAnExclusiveJobFailsWithItsPilot() {
        var why = explain(aJob(JobState.RUNNING).exclusive().startedAgo(59).tried(aTry(1, null, 30)));

        assertThat(why.more().getFirst()).endsWith("it is lost, and the job fails.");
    }

    @Test
    void callsAJobLateThatIsOverItsTimeLimit() {
        var why = explain(aJob(JobState.RUNNING).startedAgo(1010).tried(aTry(1, null)));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.more())
                .containsExactly("Its time limit of 1,000 s passed at 03:12:37 UTC."
                        + " The server ends it if its pilot does not.");
    }

    @Test
    void saysHowLongAFinishedJobRan() {
        var why = explain(aJob(JobState.FINISHED).startedAgo(50).tried(aTry(1, "FINISHED")));

        assertThat(why.sentence()).isEqualTo("Finished on np04-srv-12 after 41 s. Nothing to do.");
        assertThat(why.command()).isNull();
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void givesTheSentenceAndTheNextStepOfEveryFailure(FailureReason reason) {
        var why = explain(aJob(JobState.FAILED).failed(reason, null));

        assertThat(why.look()).isEqualTo(Look.BROKEN);
        assertThat(why.sentence()).isEqualTo("Failed. " + reason.sentence());
        assertThat(why.nextStep()).isEqualTo(reason.nextStep());
        assertThat(why.command()).isEqualTo("freshet job retry 12");
    }

    @Test
    void letsThePilotSayWhatFailed() {
        var why = explain(aJob(JobState.FAILED)
                .failed(FailureReason.EXIT_CODE, "exit code 65")
                .failures(2, 1));

        assertThat(why.sentence()).isEqualTo("Failed. Exit code 65.");
        assertThat(why.more()).containsExactly("Its payload failed 2 times; 1 retry is allowed.");
    }

    @Test
    void givesNoSecondNextStepWhenThePilotGaveOne() {
        var said = "/no/such/file does not exist. Next step: correct the path.";

        var why = explain(aJob(JobState.FAILED).failed(FailureReason.NOT_STARTED, said));

        assertThat(why.sentence()).isEqualTo("Failed. " + said);
        assertThat(why.nextStep()).isNull();
    }

    @Test
    void saysHowManyPilotsAJobLost() {
        var why = explain(aJob(JobState.FAILED)
                .failed(FailureReason.PILOT_LOST, "pilot 4 was lost: its lease passed")
                .losses(4)
                .tried(aTry(4, "PILOT_LOST")));

        assertThat(why.more()).containsExactly("It lost 4 pilots, and may lose 3.");
        assertThat(why.facts()).contains(new Fact(Code.LOSSES, null, 4L, null, 3L));
    }

    @Test
    void namesWhoCancelledAJobAndWhy() {
        var why = explain(aJob(JobState.CANCELLED).changedBy("user mara", "wrong calibration"));

        assertThat(why.sentence()).isEqualTo("Cancelled by user mara at 03:12:38 UTC.");
        assertThat(why.more()).containsExactly("wrong calibration.");
        assertThat(why.command()).isEqualTo("freshet job retry 12");
    }

    @Test
    void saysOnceWhoCancelledAJobWithoutAReason() {
        var why = explain(aJob(JobState.CANCELLED).changedBy("user mara", "cancelled by mara"));

        assertThat(why.sentence()).isEqualTo("Cancelled by user mara at 03:12:38 UTC.");
        assertThat(why.more()).isEmpty();
    }

    @Test
    void tellsUntilWhenAnExpiredJobWasUseful() {
        var why = explain(aJob(JobState.EXPIRED).usefulFor(-9));

        assertThat(why.look()).isEqualTo(Look.LATE);
        assertThat(why.sentence())
                .isEqualTo("Expired: its result was useful until 03:12:38 UTC, and it had not started by then.");
        assertThat(why.command()).isEqualTo("freshet job retry 12 --useful-for 10m");
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void hasASentenceForEveryStateHoweverLittleIsKnown(JobState state) {
        var why = explain(aJob(state));

        assertThat(why.sentence()).isNotBlank().endsWith(".").doesNotContain("null");
        assertThat(why.more()).allSatisfy(it -> assertThat(it).endsWith(".").doesNotContain("null"));
    }
}
