package org.freshet.server.dashboard.handover;

import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did in a shift, to one thing or to many at once.
 *
 * @param entity kind of thing
 * @param state what became of it
 * @param things how many
 * @param first the lowest of their ids
 */
record Deed(
        Moment at,
        String who,
        String entity,
        String state,
        @Nullable String reason,
        long things,
        long first) {

    /** The page of the thing; null if it has none, or there are several. */
    @Nullable
    public String href() {
        if (things > 1) {
            return null;
        }
        return switch (entity) {
            case "job" -> "/jobs/" + first;
            case "pilot" -> "/pilots/" + first;
            case "workflow" -> "/workflows/" + first;
            case "dataset" -> "/datasets/" + first;
            case "alarm" -> Paths.ALARMS + "?id=" + first;
            default -> null;
        };
    }

    /** For example {@code 4 jobs, first 12: cancelled}. */
    public String what(Words words) {
        return words.say(
                "handover.deed",
                words.say("handover.deed." + entity, things, Long.toString(first)),
                Badge.named(state).word());
    }
}
