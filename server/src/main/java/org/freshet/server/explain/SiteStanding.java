package org.freshet.server.explain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a site stands in the books, and what the pool said of it last.
 *
 * @param batch the kind of its batch system; NONE: whoever has the secret starts pilots
 * @param cap most pilots at once
 * @param alive pilots that have spoken
 * @param ordered pilots that have not spoken yet
 * @param oldestOrder since when the first of these is awaited; null if there is none
 * @param said the pool's last sentence; null if there is none
 */
record SiteStanding(
        String name,
        String batch,
        int cap,
        boolean paused,
        @Nullable String pausedReason,
        long alive,
        long ordered,
        @Nullable Instant oldestOrder,
        @Nullable String said,
        @Nullable Instant saidAt) {

    boolean isFull() {
        return alive + ordered >= cap;
    }
}
