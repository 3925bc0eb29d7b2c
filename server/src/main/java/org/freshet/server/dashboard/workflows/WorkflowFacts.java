package org.freshet.server.dashboard.workflows;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * What the table of workflows knows about one of them.
 *
 * @param now when it was read, on the database's clock
 * @param dagKnown whether there still is a DAG of this name with this version
 * @param cancelledBy who cancelled it, as an actor; null if nobody did
 * @param stale whether a rerun must say for how long its results are useful
 */
record WorkflowFacts(
        Instant now,
        long id,
        String name,
        String dag,
        int version,
        boolean dagKnown,
        WorkflowState state,
        FailurePolicy policy,
        boolean stopped,
        @Nullable String cancelledBy,
        @Nullable String cancelledWhy,
        String user,
        int priority,
        int jobs,
        int open,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant usefulUntilAt,
        boolean stale) {

    public Badge badge() {
        return Badge.of(state);
    }

    public Moment created() {
        return Moment.of(createdAt, now);
    }

    @Nullable
    public Moment started() {
        return Moment.ofNullable(startedAt, now);
    }

    @Nullable
    public Moment ended() {
        return Moment.ofNullable(endedAt, now);
    }

    @Nullable
    public Moment usefulUntil() {
        return Moment.ofNullable(usefulUntilAt, now);
    }

    /** How long it took, or has taken so far; null if it did not start. */
    @Nullable
    public String took() {
        return startedAt == null ? null : Elapsed.words(Duration.between(startedAt, end()));
    }

    /** The end of what its page shows. */
    Instant end() {
        return endedAt == null ? now : endedAt;
    }
}
