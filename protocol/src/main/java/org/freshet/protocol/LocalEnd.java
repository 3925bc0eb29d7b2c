package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How a payload ended that was run without a server.
 *
 * @param state FINISHED or FAILED, as a server would judge
 * @param reason why it FAILED; else absent
 * @param exitCode if it exited
 * @param signal the number of the signal that ended it
 * @param message one sentence; absent when all is well
 * @param ranSeconds how long it ran; absent if it never started
 * @param directory the job's directory, if it is still there
 */
public record LocalEnd(
        JobState state,
        @Nullable FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        @Nullable String message,
        @Nullable Double ranSeconds,
        @Nullable String directory) {

    /** Name of the file, in {@link LocalRun#work}, that holds it as JSON. */
    public static final String FILE = "end.json";
}
