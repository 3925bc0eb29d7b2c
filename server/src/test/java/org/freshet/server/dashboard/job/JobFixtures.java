package org.freshet.server.dashboard.job;

import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.PageFixtures;
import org.jspecify.annotations.Nullable;

/** Jobs and attempts with boring values, as the database would give them. */
public final class JobFixtures {

    private JobFixtures() {}

    /** A job that nobody has touched since its definition 2 min before {@link PageFixtures#NOW}. */
    public static JobFacts aJob(JobState state) {
        return new JobFacts(
                NOW,
                12,
                "printEnv",
                "monitor",
                state,
                state == JobState.FAILED ? FailureReason.EXIT_CODE : null,
                null,
                0,
                null,
                null,
                null,
                0,
                0,
                0,
                NOW.minusSeconds(120),
                null,
                null,
                state.isFinal() ? NOW : null,
                null,
                "mara",
                null,
                "/bin/true",
                1000,
                0,
                3,
                false,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                0,
                0,
                List.of(),
                null,
                null);
    }

    /** A job that pilot 4 on host b6d09b7731 took 60 s before {@link PageFixtures#NOW} and started 59 s before it. */
    public static JobFacts aStartedJob(JobState state) {
        boolean failed = state == JobState.FAILED;
        return aStartedJob(state, failed ? FailureReason.EXIT_CODE : null, failed ? "It ended with 65." : null);
    }

    /** The same with a reason and a message of one's own. */
    public static JobFacts aStartedJob(JobState state, @Nullable FailureReason reason, @Nullable String message) {
        return new JobFacts(
                NOW,
                12,
                "printEnv",
                "monitor",
                state,
                reason,
                message,
                1,
                4L,
                state == JobState.FAILED ? Integer.valueOf(65) : null,
                null,
                5,
                0,
                0,
                NOW.minusSeconds(120),
                NOW.minusSeconds(60),
                NOW.minusSeconds(59),
                state.isFinal() ? NOW.minusSeconds(9) : null,
                NOW.plusSeconds(600),
                "mara",
                "key-1",
                "/bin/true --flag",
                1000,
                2,
                3,
                true,
                List.of("summary.json"),
                NOW.minusSeconds(151),
                5077L,
                12L,
                "{\n    \"a\": 1\n}",
                null,
                null,
                null,
                1,
                4096,
                100,
                List.of("gpu"),
                "local",
                "b6d09b7731");
    }

    /** An attempt of pilot 4, dispatched 60 s before {@link PageFixtures#NOW}; with a result it ended 9 s before it. */
    public static AttemptRow anAttempt(int number, @Nullable String result) {
        return new AttemptRow(
                NOW,
                number,
                4,
                "local",
                "b6d09b7731",
                null,
                result == null,
                NOW.minusSeconds(60),
                NOW.minusSeconds(59),
                result == null ? null : NOW.minusSeconds(9),
                result,
                null,
                null,
                null,
                null,
                result == null ? null : Long.valueOf(48_500),
                result == null ? null : Integer.valueOf(1900));
    }

    /** That attempt as a row of a list. */
    public static RunRow aRun(long job, @Nullable String result) {
        return new RunRow(job, "<b>noise</b>", "monitor", "5077.14", anAttempt(1, result));
    }
}
