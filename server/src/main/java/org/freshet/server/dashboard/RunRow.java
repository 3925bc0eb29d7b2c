package org.freshet.server.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * An attempt among those of a pilot, a host or a job type.
 *
 * @param name of the job
 * @param runAndSubrun {@code 5077.14}; null if the job is of no run
 */
record RunRow(
        long job, String name, String jobtype, @Nullable String runAndSubrun, AttemptRow attempt) {

    /** Names the row while its page is open. */
    public String key() {
        return "run" + job + "-" + attempt.attempt();
    }

    Place place() {
        return new Place(attempt.dispatchedAt(), "job", job);
    }
}
