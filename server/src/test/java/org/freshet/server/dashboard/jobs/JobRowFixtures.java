package org.freshet.server.dashboard.jobs;

import static org.freshet.server.dashboard.page.PageFixtures.NOW;

import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;

/** Rows of the list of jobs with boring values, as the database would give them. */
public final class JobRowFixtures {

    private JobRowFixtures() {}

    public static JobRow aRow(long id, JobState state) {
        return aRow(id, state, state != JobState.DEFINED && state != JobState.TEMPLATE);
    }

    /** @param claimed whether a pilot has ever taken it */
    public static JobRow aRow(long id, JobState state, boolean claimed) {
        return new JobRow(
                NOW,
                id,
                "printEnv",
                "monitor",
                state,
                state == JobState.FAILED ? FailureReason.EXIT_CODE : null,
                state == JobState.FAILED ? Integer.valueOf(65) : null,
                null,
                claimed ? 1 : 0,
                0,
                5077L,
                14L,
                null,
                claimed ? "b6d09b7731" : null,
                NOW.minusSeconds(120),
                claimed ? NOW.minusSeconds(60) : null,
                claimed ? NOW.minusSeconds(59) : null,
                state.isFinal() ? NOW.minusSeconds(9) : null,
                null,
                null);
    }
}
