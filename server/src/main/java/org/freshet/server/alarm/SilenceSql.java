package org.freshet.server.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSilenceView;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps alarms silent for a time. Served by alarm_silence_open. */
@Repository
class SilenceSql {

    private static final String REPLACE = """
            update alarm_silence
            set ended_at = now(), ended_by = :user
            where rule = :rule and object is not distinct from :object and ended_at is null and until > now()
            """;

    private static final String ADD = """
            insert into alarm_silence (rule, object, reason, until, made_by)
            values (:rule, :object, :reason, now() + make_interval(secs => :seconds::double precision), :user)
            returning *
            """;

    private static final String END = """
            update alarm_silence
            set ended_at = now(), ended_by = :user
            where id = :id and ended_at is null and until > now()
            returning *
            """;

    private static final String LIST = """
            select *
            from alarm_silence
            where ended_at is null and until > now() and (:after::bigint is null or id < :after)
            order by id desc
            limit :limit + 1
            """;

    private final JdbcClient db;

    SilenceSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * Keeps them silent from now on, instead of one about the same that there was.
     *
     * @param object null = whatever the rule looks at
     */
    AlarmSilenceView add(AlarmRule rule, @Nullable String object, String reason, Duration expiresIn, String user) {
        db.sql(REPLACE)
                .param("rule", rule.name())
                .param("object", object)
                .param("user", user)
                .update();
        return db.sql(ADD)
                .param("rule", rule.name())
                .param("object", object)
                .param("reason", reason)
                .param("seconds", expiresIn.toMillis() / 1000.0)
                .param("user", user)
                .query(SilenceSql::silence)
                .single();
    }

    /** The silence that was ended, if there was one. */
    Optional<AlarmSilenceView> end(long id, String user) {
        return db.sql(END)
                .param("id", id)
                .param("user", user)
                .query(SilenceSql::silence)
                .optional();
    }

    /** Those that hold, newest first, and one more than the limit. */
    List<AlarmSilenceView> list(@Nullable Long after, int limit) {
        return db.sql(LIST)
                .param("after", after)
                .param("limit", limit)
                .query(SilenceSql::silence)
                .list();
    }

    private static AlarmSilenceView silence(ResultSet row, int n) throws SQLException {
        return new AlarmSilenceView(
                row.getLong("id"),
                AlarmRule.valueOf(row.getString("rule")),
                row.getString("object"),
                row.getString("reason"),
                Rows.requiredInstant(row, "until"),
                Rows.requiredInstant(row, "made_at"),
                row.getString("made_by"));
    }
}
