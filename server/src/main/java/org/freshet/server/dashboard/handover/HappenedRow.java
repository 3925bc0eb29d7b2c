package org.freshet.server.dashboard.handover;

import java.time.Instant;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a shift.
 *
 * @param look names icon and colour
 * @param by who did something about it; null if nobody did
 */
record HappenedRow(
        Instant when,
        Moment at,
        String look,
        String sentence,
        @Nullable String by) {

    public String style() {
        return "s-" + look;
    }

    public String icon() {
        return "#i-" + look;
    }
}
