package org.freshet.protocol;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Life of a job. Drawn in {@code docs/states.md}; enforced again by the constraints of table {@code job}. */
public enum JobState {
    /** Held back. Put here by submission or a person's hold; left by release, cancel, expiry or a workflow's skip. */
    TEMPLATE,
    /** Waits for a pilot. Put here by submission, release, retry, or a pilot's loss; left by a claim or a person. */
    DEFINED,
    /** Claimed by a pilot that has not yet said that it started the payload. */
    DISPATCHED,
    /** The pilot reported the payload's start. */
    RUNNING,
    /** The payload ended with 0 and its declared outputs exist. Left by nobody. */
    FINISHED,
    /** Ended otherwise; {@link FailureReason} says how. Left by a person's retry only. */
    FAILED,
    /** Ended by a person. Left by a person's retry only. */
    CANCELLED,
    /** Its useful-until passed before it started. Left by a person's retry with a new useful-until only. */
    EXPIRED,
    /** A parent in its workflow ended otherwise than FINISHED. Left by a person's rerun only. */
    SKIPPED;

    /** The states that may follow this one, whoever asks. */
    public Set<JobState> next() {
        return switch (this) {
            // FINISHED: a vertex of a workflow that runs nothing; FINISHED and FAILED: as below, while its workflow is
            // paused
            case TEMPLATE -> EnumSet.of(DEFINED, FINISHED, FAILED, CANCELLED, EXPIRED, SKIPPED);
            // FINISHED and FAILED: the late report of the latest attempt
            case DEFINED -> EnumSet.of(TEMPLATE, DISPATCHED, FINISHED, FAILED, CANCELLED, EXPIRED);
            case DISPATCHED -> EnumSet.of(RUNNING, FINISHED, FAILED, DEFINED, CANCELLED);
            case RUNNING -> EnumSet.of(FINISHED, FAILED, DEFINED, CANCELLED);
            case FAILED, CANCELLED, EXPIRED, SKIPPED -> EnumSet.of(DEFINED, TEMPLATE);
            case FINISHED -> Collections.emptySet();
        };
    }

    /** Whether no timeout, report or sweep leaves this state. */
    public boolean isFinal() {
        return switch (this) {
            case FINISHED, FAILED, CANCELLED, EXPIRED, SKIPPED -> true;
            case TEMPLATE, DEFINED, DISPATCHED, RUNNING -> false;
        };
    }
}
