package org.freshet.workflows;

import java.util.Locale;
import java.util.Optional;

/** What becomes of the rest of a workflow when one of its jobs ends other than FINISHED. */
public enum FailurePolicy {
    /** What does not depend on it runs; its dependants are skipped. The default. */
    CONTINUE,
    /** What has not started is cancelled. */
    STOP;

    /** The word in a text of a DAG: {@code continue} or {@code stop}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FailurePolicy> of(String word) {
        return switch (word) {
            case "continue" -> Optional.of(CONTINUE);
            case "stop" -> Optional.of(STOP);
            default -> Optional.empty();
        };
    }
}
