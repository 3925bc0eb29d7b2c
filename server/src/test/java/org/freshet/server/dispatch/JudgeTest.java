package org.freshet.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private static final AttemptId ATTEMPT = new AttemptId(new JobId(4711), 2);
    private static final PilotId OWNER = new PilotId(7);

    private static Report report(String kind) {
        return switch (kind) {
            case "started" -> new Report.Started(ATTEMPT, 10);
            case "progress" -> new Report.Progress(ATTEMPT, List.of());
            case "finished" -> new Report.Ended(ATTEMPT, null, 0, null, null, 20L, 5, List.of());
            case "failed" ->
                new Report.Ended(ATTEMPT, FailureReason.EXIT_CODE, 3, null, "exit code 3", 20L, 5, List.of());
            case "givenBack" -> new Report.GivenBack(ATTEMPT, "the pilot stops");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Tried tried(JobState state, int latest, boolean live, @Nullable String result, boolean exclusive) {
        var reason = "FAILED".equals(result) ? FailureReason.EXIT_CODE : null;
        return new Tried(
                ATTEMPT, OWNER, state, latest, false, live, live, true, result, reason, 0, 0, List.of(), 0, 3,
                exclusive, false);
    }

    /** Columns: the attempt in the books (job's state, its latest attempt, live, result), then the verdict on each kind. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            #job       | latest | live  | result          | started    | progress   | finished   | failed     | givenBack
            DISPATCHED | 2      | true  |                 | APPLIED    | APPLIED    | APPLIED    | APPLIED    | APPLIED
            RUNNING    | 2      | true  |                 | DUPLICATE  | APPLIED    | APPLIED    | APPLIED    | APPLIED
            DEFINED    | 2      | false | PILOT_LOST      | APPLIED    | APPLIED    | APPLIED    | APPLIED    | APPLIED
            DEFINED    | 2      | false | NEVER_CONFIRMED | APPLIED    | APPLIED    | APPLIED    | APPLIED    | APPLIED
            DISPATCHED | 3      | false | PILOT_LOST      | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            RUNNING    | 3      | false | NEVER_CONFIRMED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            FINISHED   | 3      | false | PILOT_LOST      | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            FAILED     | 2      | false | PILOT_LOST      | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            CANCELLED  | 2      | false | PILOT_LOST      | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            EXPIRED    | 2      | false | NEVER_CONFIRMED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            FINISHED   | 2      | false | FINISHED        | DUPLICATE  | SUPERSEDED | DUPLICATE  | SUPERSEDED | SUPERSEDED
            FAILED     | 2      | false | FAILED          | DUPLICATE  | SUPERSEDED | SUPERSEDED | DUPLICATE  | SUPERSEDED
            DEFINED    | 2      | false | FAILED          | DUPLICATE  | SUPERSEDED | SUPERSEDED | DUPLICATE  | SUPERSEDED
            RUNNING    | 3      | false | FAILED          | DUPLICATE  | SUPERSEDED | SUPERSEDED | DUPLICATE  | SUPERSEDED
            TEMPLATE   | 2      | false | PILOT_LOST      | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            DEFINED    | 2      | false | GIVEN_BACK      | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | DUPLICATE
            DISPATCHED | 3      | false | GIVEN_BACK      | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | DUPLICATE
            CANCELLED  | 2      | false | CANCELLED       | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            DEFINED    | 2      | false | CANCELLED       | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED | SUPERSEDED
            """)
    void judgesEveryKindOfReportByTheBooks(
            JobState state,
            int latest,
            boolean live,
            @Nullable String result,
            Outcome started,
            Outcome progress,
            Outcome finished,
            Outcome failed,
            Outcome givenBack) {
        var tried = tried(state, latest, live, result, false);

        assertThat(List.of("started", "progress", "finished", "failed", "givenBack"))
                .extracting(it -> Judge.judge(report(it), OWNER, tried).outcome())
                .containsExactly(started, progress, finished, failed, givenBack);
    }

    /** Its workflow was paused while nobody heard of the pilot: that is no person's wish for this job. */
    @ParameterizedTest
    @CsvSource({"PILOT_LOST, 2, APPLIED", "NEVER_CONFIRMED, 2, APPLIED", "PILOT_LOST, 3, SUPERSEDED"})
    void letsTheResultOfAJobCountThatItsWorkflowHolds(String result, int latest, Outcome expected) {
        var tried = tried(JobState.TEMPLATE, latest, false, result, false).andTakenBack();

        assertThat(List.of("started", "progress", "finished", "failed", "givenBack"))
                .allSatisfy(
                        it -> assertThat(Judge.judge(report(it), OWNER, tried).outcome())
                                .isEqualTo(expected));
    }

    /** What must never run twice at once may not begin once its job waits again; what has ended has ended. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DISPATCHED | true  |                 | started  | APPLIED
            DEFINED    | false | NEVER_CONFIRMED | started  | SUPERSEDED
            DEFINED    | false | PILOT_LOST      | started  | SUPERSEDED
            DEFINED    | false | NEVER_CONFIRMED | progress | APPLIED
            DEFINED    | false | NEVER_CONFIRMED | finished | APPLIED
            DEFINED    | false | NEVER_CONFIRMED | failed   | APPLIED
            """)
    void doesNotLetAnExclusiveJobBeginThatWaitsAgain(
            JobState state, boolean live, @Nullable String result, String kind, Outcome expected) {
        var verdict = Judge.judge(report(kind), OWNER, tried(state, 2, live, result, true));

        assertThat(verdict.outcome()).isEqualTo(expected);
    }

    /** The server ended the attempt over the pilot's head: what the pilot says of it must not look accepted. */
    @Test
    void refusesAnotherEndThanTheOneInTheBooks() {
        var overdue = new Tried(
                ATTEMPT,
                OWNER,
                JobState.FAILED,
                2,
                false,
                false,
                true,
                false,
                "FAILED",
                FailureReason.TIME_LIMIT,
                0,
                0,
                List.of(),
                0,
                3,
                true,
                false);

        assertThat(List.of("started", "progress", "finished", "failed", "givenBack"))
                .allSatisfy(
                        it -> assertThat(Judge.judge(report(it), OWNER, overdue).outcome())
                                .isEqualTo(Outcome.SUPERSEDED));
    }

    @ParameterizedTest
    @CsvSource({"started", "progress", "finished", "failed", "givenBack"})
    void refusesWhatIsNotThePilotsOwn(String kind) {
        var other = Judge.judge(report(kind), new PilotId(8), tried(JobState.RUNNING, 2, true, null, false));
        var nobodys = Judge.judge(report(kind), OWNER, null);

        assertThat(other.outcome()).isEqualTo(Outcome.ILLEGAL);
        assertThat(other.sentence()).contains("4711.2", "pilot 7", "8");
        assertThat(nobodys.outcome()).isEqualTo(Outcome.ILLEGAL);
        assertThat(nobodys.sentence()).contains("4711.2");
    }

    @Test
    void saysWhoHasTheJobNow() {
        var verdict = Judge.judge(report("finished"), OWNER, tried(JobState.RUNNING, 3, false, "PILOT_LOST", false));

        assertThat(verdict.sentence()).contains("4711.2", "attempt 3");
        assertThat(verdict.counts()).isFalse();
    }
}
