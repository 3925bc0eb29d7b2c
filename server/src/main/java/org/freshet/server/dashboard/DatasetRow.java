package org.freshet.server.dashboard;

import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;

/**
 * A file that passes from one job to another.
 *
 * @param source the vertex that writes it; null if its job is gone
 * @param sourceState how its job stands
 */
record DatasetRow(
        long id,
        String path,
        String datatag,
        String datatype,
        DatasetState state,
        @Nullable Long sourceJob,
        @Nullable String source,
        @Nullable JobState sourceState,
        @Nullable Long targetJob,
        @Nullable String target,
        @Nullable Moment written) {

    /** Not yet, or never unless somebody does something. */
    public Badge badge() {
        if (state == DatasetState.WRITTEN) {
            return new Badge("finished", "written", false);
        }
        return sourceState != null && sourceState.isFinal() && sourceState != JobState.FINISHED
                ? new Badge("failed", "not written", sourceState == JobState.FAILED)
                : new Badge("template", "expected", false);
    }
}
