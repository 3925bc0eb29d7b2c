package org.freshet.server.dashboard.datasets;

import java.time.Instant;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about one dataset.
 *
 * @param now when it was read, on the database's clock
 * @param dirpath as its edge says it; empty = the installation's own
 * @param workflowName null if it belongs to none
 * @param ext with which files of its type end; null if there is no such type
 * @param typeComment likewise
 * @param check what a file of its type must be; likewise
 * @param checked whether somebody looks at its file when it is written: not if its job runs nothing, or its type wants no check
 */
record DatasetFacts(
        Instant now,
        DatasetRow row,
        String name,
        String dirpath,
        String comment,
        @Nullable String workflowName,
        @Nullable String ext,
        @Nullable String typeComment,
        @Nullable OutputCheck check,
        boolean checked) {}
