package org.freshet.server.dashboard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.freshet.protocol.JobState;

/** What a person may do to a job on its page. */
enum JobAction {
    RELEASE,
    RETRY,
    PRIORITY,
    HOLD,
    CANCEL;

    /** As it stands in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<JobAction> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
    }

    /** Whether a job in this state lets it be done. The statement that does it decides. */
    boolean suits(JobState state) {
        return switch (state) {
            case TEMPLATE -> this == RELEASE || this == PRIORITY || this == CANCEL;
            case DEFINED -> this == PRIORITY || this == HOLD || this == CANCEL;
            case DISPATCHED, RUNNING -> this == PRIORITY || this == CANCEL;
            case FAILED, CANCELLED, EXPIRED, SKIPPED -> this == RETRY;
            case FINISHED -> false;
        };
    }

    /** Whether it ends something. */
    public boolean harm() {
        return this == CANCEL;
    }

    public boolean asksPriority() {
        return this == PRIORITY;
    }

    /** Whether it asks for how long a result is useful, if that time is over. */
    public boolean asksMinutes() {
        return this == RETRY;
    }
}
