package org.freshet.server.dashboard.handover;

import java.nio.charset.StandardCharsets;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
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
public record Deed(
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
    public static @Nullable String page(String entity, long id, @Nullable String name) {
        return switch (entity) {
            case "job" -> Paths.JOBS + "/" + id;
            case "pilot" -> Paths.PILOTS + "/" + id;
            case "workflow" -> Paths.WORKFLOWS + "/" + id;
            case "dataset" -> Paths.DATASETS + "/" + id;
            case "site" -> named(Paths.POOL + "/", name);
            case "jobtype" -> named(Paths.TYPES + "/", name);
            case "dag" -> named(Paths.DAGS + "/", name);
            case "alarm" -> Paths.ALARMS + "?id=" + id;
            case "bulk" -> Paths.BULKS + "/" + id;
            case "failure" -> Paths.ERRORS;
            case "host" -> named(Paths.HOSTS + "/", name);
            default -> null;
        };
    }

    /** Why, if that says more than what was done and by whom. */
    public static @Nullable String why(String state, String who, @Nullable String reason) {
        return (Badge.named(state).word() + " by " + who).equals(reason) ? null : reason;
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
