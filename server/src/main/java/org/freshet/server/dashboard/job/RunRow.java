package org.freshet.server.dashboard.job;

import org.freshet.server.dashboard.page.Place;
import org.jspecify.annotations.Nullable;

/**
 * An attempt among those of a pilot, a host or a job type.
 *
 * @param name of the job
 * @param runAndSubrun {@code 5077.14}; null if the job is of no run
 */
public record RunRow(
        long job, String name, String jobtype, @Nullable String runAndSubrun, AttemptRow attempt) {

    /** Names the row while its page is open. */
    public String key() {
        return "run" + job + "-" + attempt.attempt();
    }

    public Place place() {
        return new Place(attempt.dispatchedAt(), "job", job);
    }
}
