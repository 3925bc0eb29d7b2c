package org.freshet.server.dashboard.page;

import org.freshet.protocol.FailureReason;
import org.jspecify.annotations.Nullable;

/** A failure in its shortest form. */
public final class FailureWords {

    private FailureWords() {}

    /** {@code EXIT_CODE 65}, {@code SIGNAL 9}, {@code TIME_LIMIT}; null without a reason. */
    public static @Nullable String brief(
            @Nullable FailureReason reason, @Nullable Integer exitCode, @Nullable Integer signal) {
        return switch (reason) {
            case null -> null;
            case EXIT_CODE -> exitCode == null ? reason.name() : reason + " " + exitCode;
            case SIGNAL -> signal == null ? reason.name() : reason + " " + signal;
            case TIME_LIMIT, NOT_STARTED, OUTPUT_MISSING, RESOURCE_LIMIT, PILOT_LOST -> reason.name();
        };
    }
}
