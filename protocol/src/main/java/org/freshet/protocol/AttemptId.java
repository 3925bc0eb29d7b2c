package org.freshet.protocol;

/**
 * One try at a job. Every report names it, so that the report of an earlier try is never taken for the latest.
 *
 * @param job the job
 * @param attempt from 1, taken when a pilot claims the job
 */
public record AttemptId(JobId job, int attempt) {

    @Override
    public String toString() {
        return job + "." + attempt;
    }
}
