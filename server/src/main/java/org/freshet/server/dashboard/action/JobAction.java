package org.freshet.server.dashboard.action;

import org.freshet.protocol.JobState;

/** What a person may do to a job on its page. */
public enum JobAction implements Action {
    RELEASE,
    RETRY,
    PRIORITY,
    HOLD,
    CANCEL;

    /** Whether a job in this state lets it be done. The statement that does it decides. */
    public boolean suits(JobState state) {
        return switch (state) {
            case TEMPLATE -> this == RELEASE || this == PRIORITY || this == CANCEL;
            case DEFINED -> this == PRIORITY || this == HOLD || this == CANCEL;
            case DISPATCHED, RUNNING -> this == PRIORITY || this == CANCEL;
            case FAILED, CANCELLED, EXPIRED, SKIPPED -> this == RETRY;
            case FINISHED -> false;
        };
    }

    @Override
    public boolean harm() {
        return this == CANCEL;
    }

    @Override
    public boolean asksPriority() {
        return this == PRIORITY;
    }

    @Override
    public boolean asksMinutes() {
        return this == RETRY;
    }
}
