package org.freshet.server.dashboard.workflows;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.StateBar;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as one row of a list.
 *
 * @param now when the row was read, on the database's clock
 * @param bar its jobs by state; together all that it has
 */
record WorkflowRow(
        Instant now,
        long id,
        String name,
        String dag,
        int version,
        WorkflowState state,
        String user,
        int jobs,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        StateBar bar) {

    public Badge badge() {
        return Badge.of(state);
    }

    public Moment created() {
        return Moment.of(createdAt, now);
    }

    /** How long it took, or has taken so far; null if it did not start. */
    @Nullable
    public String took() {
        return startedAt == null ? null : Elapsed.words(Duration.between(startedAt, endedAt == null ? now : endedAt));
    }

    WorkflowRow with(StateBar counted) {
        return new WorkflowRow(now, id, name, dag, version, state, user, jobs, createdAt, startedAt, endedAt, counted);
    }
}
