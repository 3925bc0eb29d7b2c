package org.freshet.server.dashboard.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * One change: who did what, when, from where and why.
 *
 * @param now when the row was read, on the database's clock
 * @param entity kind of thing
 * @param name of the thing; null if it has none, or is gone
 * @param from its state before; null at the beginning
 * @param actor {@code user NAME}, {@code pilot ID} or {@code service NAME}
 * @param origin address and token of a person; null for others
 * @param what {@code limit: none → 3}; null if nothing but the state changed
 */
record AuditRow(
        Instant now,
        Instant at,
        String entity,
        long id,
        @Nullable String name,
        @Nullable String from,
        String to,
        String actor,
        @Nullable String origin,
        @Nullable String reason,
        @Nullable Integer attempt,
        @Nullable String what) {

    private static final String USER = "user ";
    private static final String PILOT = "pilot ";
    private static final Set<String> WITH_STATES = Set.of("job", "pilot", "workflow", "dataset");
    private static final Set<String> STATES = Stream.of(
                    Stream.of(JobState.values()).map(Enum::name),
                    Stream.of(PilotState.values()).map(Enum::name),
                    Stream.of(WorkflowState.values()).map(Enum::name),
                    Stream.of("WRITTEN"))
            .flatMap(it -> it)
            .collect(Collectors.toSet());

    public Moment moment() {
        return Moment.of(at, now);
    }

    Place place() {
        return new Place(at, entity, id);
    }

    /** Names the row while its page is open. */
    public String key() {
        return "audit-" + entity + id + "-" + at;
    }

    /** The page of the thing; null if it has none. */
    public @Nullable String page() {
        return switch (entity) {
            case "job" -> "/jobs/" + id;
            case "pilot" -> "/pilots/" + id;
            case "workflow" -> "/workflows/" + id;
            case "dataset" -> "/datasets/" + id;
            case "bulk" -> "/bulks/" + id;
            case "host" -> named("/hosts/");
            case "site" -> named("/pool/");
            case "jobtype" -> named("/types/");
            case "dag" -> named("/dags/");
            default -> null;
        };
    }

    private @Nullable String named(String path) {
        return name == null ? null : path + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }

    /** {@code job 4711}, or {@code site np04} where the name is what people know. */
    public String thing() {
        if (entity.equals("installation")) {
            return entity; // its number says nothing
        }
        return AuditedThing.word(entity) + " "
                + (name != null && page() != null && !hasNumber() ? name : Long.toString(id));
    }

    /** The name beside a number; null if there is none, or it stands for the number. */
    public @Nullable String also() {
        return hasNumber() || page() == null ? name : null;
    }

    private boolean hasNumber() {
        return WITH_STATES.contains(entity);
    }

    /** The new state as icon, colour and word, where it is one that people know so. */
    public @Nullable Badge badge() {
        return hasNumber() && STATES.contains(to) ? quiet(Badge.named(to)) : null;
    }

    /** Here a state is what was done, not what needs a person. */
    private static Badge quiet(Badge badge) {
        return new Badge(badge.look(), badge.word(), false);
    }

    public String toWord() {
        return to.toLowerCase(Locale.ROOT);
    }

    public @Nullable String fromWord() {
        return from == null || from.equals(to) ? null : from.toLowerCase(Locale.ROOT);
    }

    /** Whom the filter would name; null if it was no person. */
    public @Nullable String user() {
        return actor.startsWith(USER) ? actor.substring(USER.length()) : null;
    }

    public @Nullable String actorPage() {
        return Ids.number(actor.startsWith(PILOT) ? actor.substring(PILOT.length()) : "")
                .map(it -> "/pilots/" + it)
                .orElse(null);
    }

    /** As a line of a file. */
    List<String> cells() {
        return Stream.of(at, entity, id, name, from, to, actor, origin, reason, attempt, what)
                .map(it -> it == null ? "" : it.toString())
                .toList();
    }
}
