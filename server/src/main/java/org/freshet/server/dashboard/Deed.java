package org.freshet.server.dashboard;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * What somebody did in a shift, to one thing or to many at once.
 *
 * @param entity kind of thing
 * @param state what became of it
 * @param things how many
 * @param first the lowest of their ids
 * @param name what people call that one; null if that is its id
 */
record Deed(
        Moment at,
        String who,
        String entity,
        String state,
        @Nullable String reason,
        long things,
        long first,
        @Nullable String name) {

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
            case "site" -> named("/pool/");
            case "jobtype" -> named("/types/");
            case "dag" -> named("/dags/");
            case "alarm" -> AlarmListReader.PATH + "?id=" + first;
            default -> null;
        };
    }

    private @Nullable String named(String path) {
        return name == null ? null : path + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }

    /** For example {@code 4 jobs, first 12: cancelled}. */
    public String what(Words words) {
        return words.say(
                "handover.deed",
                words.say("handover.deed." + entity, things, name == null ? Long.toString(first) : name),
                Badge.named(state).word());
    }
}
