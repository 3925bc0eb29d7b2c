package org.freshet.server.job;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow makes of a change of one of its jobs: called in the transaction of the change, by whoever holds the
 * job's row. The workflow's row is locked here, so after all rows of jobs that the transaction waits for. Jobs without a
 * workflow never get here.
 */
public interface WorkflowSteps {

    /**
     * A job of a workflow after a change.
     *
     * @param to the state that it has now
     * @param items that it listed for a foreach, if it did
     */
    record Moved(
            long job, long workflow, JobState to, @Nullable List<String> items) {

        public Moved(long job, long workflow, JobState to) {
            this(job, workflow, to, null);
        }
    }

    /**
     * Whether jobs may be made of what was listed; to be asked before it is FINISHED.
     *
     * @param itemsOf their number, by the job that listed them
     * @return why not, a sentence by job; only of those whose items are too many
     */
    Map<Long, String> refusals(Map<Long, Integer> itemsOf);

    /** Lets go what waited for these, or skips it; returns whether a job went into the queue. */
    boolean follow(Collection<Moved> moved);

    /** Notes that a person lets the held job go; refuses that while its parents are not finished. */
    void beforeRelease(JobId job, long workflow);

    /** Refuses a retry that could never run, because of a parent. */
    void beforeRetry(JobId job, long workflow);

    /**
     * The job is held again: takes back what was skipped because of it, and lets go what may run.
     *
     * @param usefulFor of what is taken back, from now on; null = as before
     */
    void afterRetry(JobId job, long workflow, @Nullable Duration usefulFor);
}
