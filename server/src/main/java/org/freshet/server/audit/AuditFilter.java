package org.freshet.server.audit;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.StorableTime;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a list shows; what is null does not restrict.
 *
 * @param user name of the account that made them
 * @param entity kind of thing, for example {@code site}
 * @param id of the thing; only with an entity
 * @param action the state that a change led to, for example {@code CANCELLED}
 * @param until only changes before this time
 * @param after where the page before ended
 * @param limit most changes to show, 1 to 1000
 */
record AuditFilter(
        @Nullable String user,
        @Nullable String entity,
        @Nullable Long id,
        @Nullable String action,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable AuditPosition after,
        int limit) {

    private static final Set<String> KNOWN = Set.of("user", "entity", "id", "action", "since", "until");

    private static final Set<String> ENTITIES = Set.of(
            "job",
            "pilot",
            "workflow",
            "dataset",
            "site",
            "jobtype",
            "account",
            "token",
            "setting",
            "installation",
            "servicelog",
            "dag",
            "datatype",
            "host",
            "failure",
            "bulk",
            "view",
            "alarm",
            "silence",
            "shiftnote");

    static AuditFilter of(Map<String, String> url, Clock clock) {
        var parameters = new Parameters(url, KNOWN);
        var entity = parameters.text("entity");
        if (entity != null && !ENTITIES.contains(entity)) {
            throw Invalid.field(
                    "entity",
                    "\"" + entity + "\" is unknown; known are "
                            + String.join(", ", ENTITIES.stream().sorted().toList()));
        }
        var id = parameters.number("id");
        if (id != null && entity == null) {
            throw Invalid.field("id", "of what? Say the entity, too");
        }
        var since = parameters.text("since");
        var until = parameters.text("until");
        var action = parameters.text("action");
        var after = parameters.text("after");
        return new AuditFilter(
                parameters.text("user"),
                entity,
                id,
                action == null ? null : action.toUpperCase(Locale.ROOT),
                since == null ? null : instant("since", since, clock),
                until == null ? null : instant("until", until, clock),
                after == null ? null : AuditPosition.parse(after),
                parameters.limit());
    }

    /** A moment, or how long ago it was. */
    private static Instant instant(String field, String text, Clock clock) {
        try {
            return StorableTime.checked(
                    text.startsWith("P") ? clock.instant().minus(Duration.parse(text)) : Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw Invalid.field(
                    field,
                    "\"" + text + "\" is neither a time such as 2026-11-20T03:00:00Z nor a duration such as PT2H");
        }
    }
}
