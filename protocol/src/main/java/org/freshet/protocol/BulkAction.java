package org.freshet.protocol;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a person may do to many jobs at once. */
public enum BulkAction {
    /** Gives jobs up that have not ended. A payload that runs is ended. */
    CANCEL,
    /** Takes waiting jobs out of the queue until somebody releases them. */
    HOLD,
    /** Lets held jobs wait for a pilot. */
    RELEASE,
    /** A new attempt of jobs that ended without being FINISHED. */
    RETRY,
    /** Another priority of jobs that have not ended. */
    PRIORITY;

    /** The states of a job in which it can be done. */
    public Set<JobState> from() {
        return Collections.unmodifiableSet(
                switch (this) {
                    case CANCEL, PRIORITY ->
                        EnumSet.of(JobState.TEMPLATE, JobState.DEFINED, JobState.DISPATCHED, JobState.RUNNING);
                    case HOLD -> EnumSet.of(JobState.DEFINED);
                    case RELEASE -> EnumSet.of(JobState.TEMPLATE);
                    case RETRY -> EnumSet.of(JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED, JobState.SKIPPED);
                });
    }
}
