package org.freshet.server.dashboard.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.freshet.server.dashboard.page.Place;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Reads what people did, and what was done to things that are set up; of one thing that is named by its id, everything.
 * A search for what no index leads to ends after {@link #LOOKED_THROUGH} changes.
 */
@Component
public class AuditPagesSql {

    /** So many changes of people are looked through at once for those that match. */
    static final int LOOKED_THROUGH = 50_000;

    /** Nobody needs to know how many came since, if there are more. */
    static final int COUNTED = 1000;

    /** What changed besides the state: {@code limit: none → 3}. The event is {@code e}. */
    public static final String PARTICULARS = """
            (select string_agg(d.key || ': ' || coalesce(d.value ->> 'from', 'none') || ' → ' || coalesce(d.value ->> 'to', 'none'),
                      ', ' order by d.key)
               from jsonb_each(case when jsonb_typeof(e.data) = 'object' then e.data end) d
              where jsonb_typeof(d.value) = 'object' and jsonb_exists(d.value, 'to'))
            """;

    private static final String COLUMNS =
            "at, entity, entity_id, from_state, to_state, actor, origin, reason, attempt, data";

    // The direction is put in for the signs and the words.
    private static final String MATCHING = """
               and (cardinality(:users) = 0 or actor = any(:users))
               and (cardinality(:actions) = 0 or to_state = any(:actions))
               and (cardinality(:entities) = 0 or entity = any(:entities))
               and (cast(:id as bigint) is null or entity_id = :id)
               and at >= :from
               and at < :to
               and at %1$s= :at
               and (at, entity, entity_id) %1$s (:at, :entity, :place)
             order by at %2$s, entity %2$s, entity_id %2$s
             limit :limit
            """;

    // Served by event_of_people; what services did to things that are set up are a few rows a day, in a table of their
    // own. A change of many jobs is one row, which says how many they are; the jobs' own histories have the others.
    private static final String OF_PEOPLE = """
            (select %3$s from event where actor like 'user %%' and (origin is null or origin not like 'bulk %%')
            %4$s) union all (select %3$s from event_audit where actor not like 'user %%'
            %4$s)
            """;

    // Served by event_of_entity or event_of_entity_audit.
    private static final String OF_ONE = """
            select %3$s from event where entity = any(:entities) and entity_id = :id
            %4$s
            """;

    // Names are looked up for what is shown only.
    private static final String NAMED = """
            select now() as now, e.*, %1$s as what,
                   case e.entity
                     when 'job' then (select name from job where id = e.entity_id)
                     when 'workflow' then (select name from workflow where id = e.entity_id)
                     when 'jobtype' then (select name from job_type where id = e.entity_id)
                     when 'dag' then (select name from dag where id = e.entity_id)
                     when 'datatype' then (select name from data_type where id = e.entity_id)
                     when 'site' then (select name from site where id = e.entity_id)
                     when 'host' then (select host from host_ban where id = e.entity_id)
                     when 'view' then (select name from saved_view where id = e.entity_id)
                     when 'account' then (select name from account where id = e.entity_id)
                     when 'token' then
                       (select t.name || ' of ' || a.name from token t join account a on a.id = t.account_id where t.id = e.entity_id)
                   end as name
              from (select * from (%2$s) c order by at %3$s, entity %3$s, entity_id %3$s limit :limit) e
             order by at desc, entity desc, entity_id desc
            """;

    private static final String COUNT = "select count(*) from (select 1 from (%s) c limit :limit) d";

    // Along event_of_people, of which it reads no more than that.
    private static final String LOOKED_THROUGH_BELOW = """
            select at from event where actor like 'user %' and at <= :at order by at desc offset :looked limit 1
            """;

    private static final String LOOKED_THROUGH_ABOVE = """
            select at from event where actor like 'user %' and at >= :at order by at offset :looked limit 1
            """;

    private final JdbcClient db;

    AuditPagesSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Those below a place, newest first.
     *
     * @param place null for the newest
     * @param from where the search ends, besides where the filter does
     */
    List<AuditRow> downward(AuditFilters filters, @Nullable Place place, Instant from, int limit) {
        var end = from.isAfter(filters.from()) ? from : filters.from();
        return found(
                filters, place == null ? new Place(AuditFilters.LAST, "", 0) : place, end, filters.to(), true, limit);
    }

    /** Those directly above a place, newest first; the search ends there, besides where the filter does. */
    List<AuditRow> upward(AuditFilters filters, Place place, Instant to, int limit) {
        var end = to.isBefore(filters.to()) ? to : filters.to();
        return found(filters, place, filters.from(), end, false, limit);
    }

    private List<AuditRow> found(AuditFilters filters, Place place, Instant from, Instant to, boolean down, int limit) {
        var statement = NAMED.formatted(PARTICULARS, source(filters, down), down ? "desc" : "asc");
        return matching(statement, filters, place, from, to, limit)
                .query(AuditPagesSql::row)
                .list();
    }

    /** How many match and came after a place; one more than {@link #COUNTED} if they are not counted to their end. */
    long countAbove(AuditFilters filters, Place place) {
        return matching(
                        COUNT.formatted(source(filters, false)),
                        filters,
                        place,
                        filters.from(),
                        filters.to(),
                        COUNTED + 1)
                .query(Long.class)
                .single();
    }

    /** How far back a search goes from a time on. */
    Instant endBelow(Instant at) {
        return end(LOOKED_THROUGH_BELOW, at, AuditFilters.FIRST);
    }

    /** How far forward a search goes from a time on. */
    Instant endAbove(Instant at) {
        return end(LOOKED_THROUGH_ABOVE, at, AuditFilters.LAST);
    }

    private Instant end(String statement, Instant at, Instant ifThereIsNone) {
        return db.sql(statement)
                .param("at", Rows.parameter(at))
                .param("looked", LOOKED_THROUGH)
                .query((columns, number) -> new ResultRow(columns).instant("at"))
                .optional()
                .orElse(ifThereIsNone);
    }

    private static String source(AuditFilters filters, boolean down) {
        var matching = MATCHING.formatted(down ? "<" : ">", down ? "desc" : "asc");
        return (filters.isOfOne() ? OF_ONE : OF_PEOPLE).formatted("", "", COLUMNS, matching);
    }

    private StatementSpec matching(
            String statement, AuditFilters filters, Place place, Instant from, Instant to, int limit) {
        var shown = filters.shown();
        return db.sql(statement)
                .param(
                        "users",
                        shown.of("user").stream().map(it -> "user " + it).toArray(String[]::new))
                .param(
                        "actions",
                        shown.of("action").stream()
                                .map(it -> it.toUpperCase(Locale.ROOT))
                                .toArray(String[]::new))
                .param(
                        "entities",
                        shown.of("entity").stream()
                                .map(it -> AuditedThing.valueOf(it).entity())
                                .toArray(String[]::new))
                .param("id", shown.single("id").map(Long::valueOf).orElse(null))
                .param("from", Rows.parameter(from))
                .param("to", Rows.parameter(to))
                .param("at", Rows.parameter(place.at()))
                .param("entity", place.entity())
                .param("place", place.id())
                .param("limit", limit);
    }

    private static AuditRow row(ResultSet columns, int number) throws SQLException {
        var row = new ResultRow(columns);
        return new AuditRow(
                row.instant("now"),
                row.instant("at"),
                row.text("entity"),
                row.number("entity_id"),
                row.textOrNull("name"),
                row.textOrNull("from_state"),
                row.text("to_state"),
                row.text("actor"),
                row.textOrNull("origin"),
                row.textOrNull("reason"),
                row.integerOrNull("attempt"),
                row.textOrNull("what"));
    }
}
