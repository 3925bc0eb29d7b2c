package org.freshet.server.dashboard.pilots;

import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What the batch system said last of a pilot's slot.
 *
 * @param state QUEUED, RUNNING, HELD or LEAVING
 * @param spoke whether the pilot ever registered
 * @param over whether the pilot has ended, so that nothing is known of now
 * @param since when that was first seen
 * @param code HTCondor's code and subcode; null = not held, or the batch system has none
 * @param reason the batch system's own words; null = not held
 * @param advice what a person can do about it
 */
record SlotRow(
        String state,
        boolean spoke,
        boolean over,
        Moment since,
        @Nullable String code,
        @Nullable String reason,
        @Nullable String advice) {

    public Badge badge() {
        var seen = seen();
        return over ? new Badge("stopped", "last seen " + seen.word(), false) : seen;
    }

    private Badge seen() {
        return switch (state) {
            case "QUEUED" -> new Badge("submitted", "queued", false);
            case "HELD" -> new Badge("broken", "held", true);
            case "LEAVING" -> new Badge("draining", "leaving", false);
            default ->
                spoke
                        ? new Badge("running", "running", false)
                        : new Badge("late", "running, but it never spoke", false);
        };
    }
}
