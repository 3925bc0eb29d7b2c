package org.freshet.server.dashboard.datasets;

import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A file that passes from one job to another, or that somebody brings.
 *
 * @param workflow null if it belongs to none
 * @param source the vertex that writes it; null if there is none, or its job is gone
 * @param sourceState how its job stands
 */
public record DatasetRow(
        long id,
        @Nullable Long workflow,
        String path,
        String datatag,
        String datatype,
        DatasetState state,
        @Nullable Long sourceJob,
        @Nullable String source,
        @Nullable JobState sourceState,
        @Nullable Long targetJob,
        @Nullable String target,
        Moment created,
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
