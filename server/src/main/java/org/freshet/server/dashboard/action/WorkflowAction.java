package org.freshet.server.dashboard.action;

import org.freshet.protocol.WorkflowState;

/** What a person may do to a workflow on its page. */
public enum WorkflowAction implements Action {
    RESUME,
    PAUSE,
    RERUN,
    CANCEL,
    DELETE;

    /**
     * Whether a workflow in this state lets it be done. The statement that does it decides.
     *
     * @param dead whether one of its jobs ended otherwise than FINISHED
     */
    public boolean suits(WorkflowState state, boolean dead) {
        return switch (state) {
            case TEMPLATE -> this == RESUME || this == CANCEL;
            case DEFINED -> this == CANCEL;
            case RUNNING -> this == PAUSE || this == CANCEL || (this == RERUN && dead);
            case PAUSED -> this == RESUME || this == CANCEL || (this == RERUN && dead);
            case FAILED, CANCELLED -> this == RERUN || this == DELETE;
            case FINISHED -> this == DELETE;
        };
    }

    /** Kept apart from the words of what is done to jobs and pools. */
    @Override
    public String key() {
        return "workflow." + name();
    }

    @Override
    public boolean harm() {
        return this == CANCEL || this == DELETE;
    }

    @Override
    public boolean asksReason() {
        return this == CANCEL;
    }

    /** Nothing would keep the reason of a deletion. */
    @Override
    public boolean takesReason() {
        return this != DELETE;
    }

    @Override
    public boolean asksMinutes() {
        return this == RERUN;
    }
}
