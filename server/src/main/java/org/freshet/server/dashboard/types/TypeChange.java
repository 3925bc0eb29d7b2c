package org.freshet.server.dashboard.types;

import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What was once changed about a job type.
 *
 * @param what {@code limit: none → 3}; null if it was only made
 */
record TypeChange(
        Moment at,
        String actor,
        @Nullable String what,
        @Nullable String reason) {}
