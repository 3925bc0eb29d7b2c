package org.freshet.server.dashboard.job;

import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * That a job was here and is no more.
 *
 * @param at when it was removed; null if that was before it was written down
 * @param by who removed it, as an actor; likewise
 * @param end the last state that its history knows; null if that is not kept either
 * @param ended when it came into that
 */
record Purged(
        @Nullable Moment at,
        @Nullable String by,
        @Nullable String end,
        @Nullable Moment ended) {}
