package org.freshet.protocol;

/** Life of a workflow. Described in {@code docs/states.md}; enforced again by the constraints of table {@code workflow}. */
public enum WorkflowState {
    /** Held back: nothing of it runs before a person lets it start. */
    TEMPLATE,
    /** Stored, to start at once: the first state in its history, which RUNNING follows in the same moment. */
    DEFINED,
    /** Its jobs are let go as their parents finish. */
    RUNNING,
    /** Nothing is let go, and what waited for a pilot is held; payloads that run go on. Left by a person. */
    PAUSED,
    /** All its jobs are FINISHED. */
    FINISHED,
    /** All its jobs are final, and not all are FINISHED. Left by a person's rerun, or the retry of one of its jobs. */
    FAILED,
    /** Ended by a person. Left in the same ways. */
    CANCELLED;

    /** Whether all jobs are final. */
    public boolean isFinal() {
        return switch (this) {
            case FINISHED, FAILED, CANCELLED -> true;
            case TEMPLATE, DEFINED, RUNNING, PAUSED -> false;
        };
    }
}
