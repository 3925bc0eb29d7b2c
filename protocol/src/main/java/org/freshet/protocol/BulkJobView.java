package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A job of a change of many.
 *
 * @param was its state at the preview, and once it is done just before; absent if there is no such job
 * @param outcome absent = still to be done
 * @param why it was not possible; absent otherwise
 */
public record BulkJobView(
        JobId job,
        @Nullable JobState was,
        @Nullable Outcome outcome,
        @Nullable String why) {

    /** What came of it. */
    public enum Outcome {
        DONE,
        /** It was not possible when the preview was made. */
        IMPOSSIBLE,
        /** It was possible at the preview, and not any more when it was tried. */
        TOO_LATE
    }
}
