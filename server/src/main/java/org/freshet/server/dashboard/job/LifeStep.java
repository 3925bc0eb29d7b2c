package org.freshet.server.dashboard.job;

import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a job.
 *
 * @param look its colour, a state's; null for a step that is still to come
 * @param title what happens there
 * @param at when; null if it did not happen yet, or nobody knows when
 * @param note how long it took, or why; may be empty
 */
record LifeStep(
        @Nullable String look, String title, @Nullable Moment at, String note) {

    public String style() {
        return look == null ? "todo" : "s-" + look;
    }
}
