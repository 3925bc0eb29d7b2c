package org.freshet.server.bulk;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkView.Phase;
import org.jspecify.annotations.Nullable;

/**
 * A change of many jobs as it stands in the books.
 *
 * @param owner who asked for it
 * @param operator whether they may change the jobs of others
 * @param chosen the filter as in the address of the list; null = the jobs were named
 * @param priority null for an undo, which gives each job its own
 * @param undoOf the change that it takes back; null = none
 * @param undonePriority what that change had set
 * @param now when this was read, on the database's clock
 */
record Task(
        long id,
        BulkAction action,
        Phase phase,
        String owner,
        boolean operator,
        @Nullable String chosen,
        boolean cut,
        @Nullable Integer priority,
        @Nullable Integer usefulForSeconds,
        @Nullable String reason,
        @Nullable Long undoOf,
        @Nullable Long undoneBy,
        @Nullable Integer undonePriority,
        Instant createdAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant endedAt,
        Instant now) {

    @Nullable
    Duration usefulFor() {
        return usefulForSeconds == null ? null : Duration.ofSeconds(usefulForSeconds);
    }

    /** For the history of each job. */
    String said() {
        return reason + " (bulk " + id + ")";
    }
}
