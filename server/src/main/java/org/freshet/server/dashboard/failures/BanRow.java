package org.freshet.server.dashboard.failures;

import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A host that is or was banned.
 *
 * @param lifted since when it is allowed again; null = it is banned
 * @param liftedBy null = it is banned
 * @param liftedWhy null if no reason was given
 */
record BanRow(
        String host,
        String reason,
        Moment at,
        String by,
        @Nullable Moment lifted,
        @Nullable String liftedBy,
        @Nullable String liftedWhy) {

    public boolean stands() {
        return lifted == null;
    }
}
