package org.freshet.protocol;

/** What becomes of the rest of a workflow when one of its jobs ends other than FINISHED. */
public enum FailurePolicy {
    /** What does not depend on it runs; what does is skipped. */
    CONTINUE,
    /** Besides, what has not started is cancelled. */
    STOP
}
