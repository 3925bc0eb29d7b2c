package org.freshet.server.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmSilenceView;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.AlarmView;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists alarms, and says that somebody knows of one. */
@Repository
class AlarmListSql {

    private static final String KNOWN = """
            select a.*, s.id as silence_id, s.object as silence_object, s.reason as silence_reason, s.until as silence_until,
              s.made_at as silence_made_at, s.made_by as silence_made_by,
              case when a.cleared_at is not null then 'CLEARED' when s.id is not null then 'SILENCED'
                when a.acked_at is not null then 'ACKNOWLEDGED' else 'OPEN' end as state
            from alarm a
            left join lateral (
              select *
              from alarm_silence s
              where s.rule = a.rule and (s.object is null or s.object = a.object) and s.ended_at is null and s.until > now()
              order by s.until desc, s.id desc
              limit 1
            ) s on a.cleared_at is null
            """;

    // Along alarm_pk, from its end. There are some alarms in a day, not some in a second.
    private static final String LIST = """
            select *
            from (%s) a
            where (cardinality(:states::text[]) = 0 or state = any(:states))
              and (cardinality(:severities::text[]) = 0 or severity = any(:severities))
              and (cardinality(:rules::text[]) = 0 or rule = any(:rules))
              and (:object::text is null or object = :object)
              and (:after::bigint is null or id < :after)
            order by id desc
            limit :limit + 1
            """.formatted(KNOWN);

    private static final String ONE = KNOWN + """
            where a.id = :id
            """;

    private static final String ACKNOWLEDGE = """
            update alarm
            set acked_at = now(), acked_by = :user, ack_note = :note
            where id = :id and cleared_at is null and acked_at is null
            """;

    private final JdbcClient db;

    AlarmListSql(JdbcClient db) {
        this.db = db;
    }

    /** Newest first, up to the limit and one more, which tells that there is a next page. */
    List<AlarmView> list(AlarmFilter filter) {
        return db.sql(LIST)
                .param("states", Columns.array("text", filter.states(), Enum::name))
                .param("severities", Columns.array("text", filter.severities(), Enum::name))
                .param("rules", Columns.array("text", filter.rules(), Enum::name))
                .param("object", filter.object())
                .param("after", filter.after())
                .param("limit", filter.limit())
                .query(AlarmListSql::alarm)
                .list();
    }

    Optional<AlarmView> find(long id) {
        return db.sql(ONE).param("id", id).query(AlarmListSql::alarm).optional();
    }

    /** Whether it goes on, and nobody had done so. */
    boolean acknowledge(long id, String user, @Nullable String note) {
        return db.sql(ACKNOWLEDGE)
                        .param("id", id)
                        .param("user", user)
                        .param("note", note)
                        .update()
                > 0;
    }

    private static AlarmView alarm(ResultSet row, int n) throws SQLException {
        return new AlarmView(
                row.getLong("id"),
                AlarmRule.valueOf(row.getString("rule")),
                row.getString("object"),
                AlarmSeverity.valueOf(row.getString("severity")),
                AlarmState.valueOf(row.getString("state")),
                row.getString("brief"),
                row.getString("sentence"),
                row.getString("detail"),
                row.getString("command"),
                row.getObject("value", Double.class),
                row.getObject("limit_value", Double.class),
                Rows.requiredInstant(row, "raised_at"),
                Rows.instant(row, "cleared_at"),
                Rows.instant(row, "acked_at"),
                row.getString("acked_by"),
                row.getString("ack_note"),
                silence(row));
    }

    private static @Nullable AlarmSilenceView silence(ResultSet row) throws SQLException {
        var id = Rows.bigint(row, "silence_id");
        return id == null
                ? null
                : new AlarmSilenceView(
                        id,
                        AlarmRule.valueOf(row.getString("rule")),
                        row.getString("silence_object"),
                        row.getString("silence_reason"),
                        Rows.requiredInstant(row, "silence_until"),
                        Rows.requiredInstant(row, "silence_made_at"),
                        row.getString("silence_made_by"));
    }
}
