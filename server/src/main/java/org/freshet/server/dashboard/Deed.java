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
 * @param name of the first; null if its number says enough
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
        return page(entity, first, name);
    }

    /** Where something is shown; null if nowhere. */
    static @Nullable String page(String entity, long id, @Nullable String name) {
        return switch (entity) {
            case "job" -> JobListReader.PATH + "/" + id;
            case "pilot" -> PilotListReader.PATH + "/" + id;
            case "workflow" -> WorkflowListReader.PATH + "/" + id;
            case "dataset" -> DatasetListReader.PATH + "/" + id;
            case "alarm" -> AlarmListReader.PATH + "?id=" + id;
            case "bulk" -> "/bulks/" + id;
            case "failure" -> "/errors";
            case "host" -> named("/hosts/", name);
            case "site" -> named("/pool/", name);
            case "jobtype" -> named("/types/", name);
            case "dag" -> named("/dags/", name);
            default -> null;
        };
    }

    private static @Nullable String named(String path, @Nullable String name) {
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
