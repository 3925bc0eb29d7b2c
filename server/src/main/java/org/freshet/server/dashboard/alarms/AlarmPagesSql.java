package org.freshet.server.dashboard.alarms;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.ResultRow;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads alarms. There are some in a day, not some in a second: their lists go along alarm_pk. */
@Component
public class AlarmPagesSql {

    private static final String KNOWN = """
            select now() as now, a.*, s.id as silence_id, s.object as silence_object, s.reason as silence_reason,
                   s.until as silence_until, s.made_by as silence_by,
                   case when a.cleared_at is not null then 'CLEARED'
                        when s.id is not null then 'SILENCED'
                        when a.acked_at is not null then 'ACKNOWLEDGED'
                        else 'OPEN' end as state
              from alarm a
              left join lateral (
                     select *
                       from alarm_silence s
                      where s.rule = a.rule
                        and (s.object is null or s.object = a.object)
                        and s.ended_at is null
                        and s.until > now()
                      order by s.until desc, s.id desc
                      limit 1) s on a.cleared_at is null
            """;

    // Served by alarm_open.
    private static final String GOING_ON = KNOWN + """
             where a.cleared_at is null
             order by array_position(array['OPEN', 'ACKNOWLEDGED', 'SILENCED'],
                        case when s.id is not null then 'SILENCED' when a.acked_at is not null then 'ACKNOWLEDGED' else 'OPEN' end),
                      array_position(array['BROKEN', 'UNKNOWN', 'LATE'], a.severity), a.raised_at desc, a.id desc
            """;

    private static final String MATCHING = " from (" + KNOWN + """
            ) a
             where (cardinality(:states) = 0 or state = any(:states))
               and (cardinality(:severities) = 0 or severity = any(:severities))
               and (cardinality(:rules) = 0 or rule = any(:rules))
               and (cardinality(:ids) = 0 or id = any(:ids))
               and (cast(:object as text) is null or strpos(lower(object), lower(:object)) > 0)
            """;

    private static final String DOWNWARD = "select *" + MATCHING + """
               and (cast(:below as bigint) is null or id < :below)
             order by id desc
             limit :limit
            """;

    private static final String UPWARD = "select *" + MATCHING + """
               and id > :above
             order by id
             limit :limit
            """;

    private static final String COUNT = "select count(*)" + MATCHING + " and id > :above";

    // Served by alarm_open and alarm_over.
    private static final String DURING = KNOWN + """
             where a.raised_at < :to
               and (a.cleared_at is null or a.cleared_at >= :from)
             order by a.raised_at desc, a.id desc
             limit :limit
            """;

    private static final String SILENCES = """
            select *
              from alarm_silence
             where ended_at is null
               and until > now()
             order by until, id
             limit 100
            """;

    private static final String LOOKED = "select at from alarm_look";

    private final JdbcClient db;

    AlarmPagesSql(JdbcClient db) {
        this.db = db;
    }

    /** When the rules were looked at last; empty if they never were. */
    Optional<Instant> looked() {
        return db.sql(LOOKED)
                .query((columns, number) -> new ResultRow(columns).instant("at"))
                .optional();
    }

    /** Those that need a person first, of these the worst first. */
    List<AlarmRow> goingOn(Instant now) {
        return db.sql(GOING_ON).query((columns, number) -> row(columns, now)).list();
    }

    /** The same, as of the moment at which they are read. */
    List<AlarmRow> goingOn() {
        return db.sql(GOING_ON)
                .query((columns, number) -> row(columns, new ResultRow(columns).instant("now")))
                .list();
    }

    /** Those below an id, newest first. */
    List<AlarmRow> downward(Filter filter, @Nullable Long below, int limit, Instant now) {
        return matching(DOWNWARD, filter)
                .param("below", below)
                .param("limit", limit)
                .query((columns, number) -> row(columns, now))
                .list();
    }

    /** Those directly above an id, newest first. */
    List<AlarmRow> upward(Filter filter, long above, int limit, Instant now) {
        return matching(UPWARD, filter)
                .param("above", above)
                .param("limit", limit)
                .query((columns, number) -> row(columns, now))
                .list()
                .reversed();
    }

    /** How many match and have a higher id. */
    long count(Filter filter, long above) {
        return matching(COUNT, filter).param("above", above).query(Long.class).single();
    }

    /** Those that went on in a time, newest first. */
    public List<AlarmRow> during(Instant from, Instant to, int limit, Instant now) {
        return db.sql(DURING)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((columns, number) -> row(columns, now))
                .list();
    }

    /** What is kept silent now; that which ends first comes first. */
    List<SilenceRow> silences(Instant now) {
        return db.sql(SILENCES)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new SilenceRow(
                            row.number("id"),
                            row.choice(AlarmRule.class, "rule"),
                            row.textOrNull("object"),
                            row.text("reason"),
                            Moment.of(row.instant("until"), now),
                            row.text("made_by"));
                })
                .list();
    }

    private StatementSpec matching(String statement, Filter filter) {
        return db.sql(statement)
                .param("states", filter.texts("state"))
                .param("severities", filter.texts("severity"))
                .param("rules", filter.texts("rule"))
                .param("ids", filter.numbers("id"))
                .param("object", filter.single("object").orElse(null));
    }

    private static AlarmRow row(ResultSet columns, Instant now) throws SQLException {
        var row = new ResultRow(columns);
        return new AlarmRow(
                now,
                row.number("id"),
                row.choice(AlarmRule.class, "rule"),
                row.text("object"),
                row.choice(AlarmSeverity.class, "severity"),
                row.choice(AlarmState.class, "state"),
                row.text("brief"),
                row.text("sentence"),
                row.text("detail"),
                row.textOrNull("command"),
                row.instant("raised_at"),
                row.instantOrNull("cleared_at"),
                known(row, now),
                silence(row, now));
    }

    private static AlarmRow.@Nullable Known known(ResultRow row, Instant now) throws SQLException {
        var by = row.textOrNull("acked_by");
        return by == null
                ? null
                : new AlarmRow.Known(Moment.of(row.instant("acked_at"), now), by, row.textOrNull("ack_note"));
    }

    private static @Nullable SilenceRow silence(ResultRow row, Instant now) throws SQLException {
        var id = row.numberOrNull("silence_id");
        return id == null
                ? null
                : new SilenceRow(
                        id,
                        row.choice(AlarmRule.class, "rule"),
                        row.textOrNull("silence_object"),
                        row.text("silence_reason"),
                        Moment.of(row.instant("silence_until"), now),
                        row.text("silence_by"));
    }
}
