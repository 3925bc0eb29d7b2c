package org.freshet.server.servicelog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.ServiceLogView;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

@Repository
class ServiceLogSql {

    private static final String APPEND = """
            insert into service_log (service, level, message, data) values (:service, :level, :message, :data::jsonb)
            """;

    // The audit has the beginning of it, as it is kept for longer.
    private static final String ADD = """
            with added as (
              insert into service_log (service, level, message, data, author)
              values (:service, :level, :message, :data::jsonb, :author)
              returning *
            ), told as (
              insert into event (entity, entity_id, to_state, actor, reason)
              select 'servicelog', id, 'WRITTEN', author, service || ': ' || left(message, 200) from added
            )
            select * from added
            """;

    private static final String RESTRICTED = """
              (cardinality(:levels::text[]) = 0 or level = any(:levels))
              and (:since::timestamptz is null or at >= :since)
              and (:within::double precision is null or at >= now() - make_interval(secs => :within::double precision))
              and (:after::bigint is null or id < :after)
            order by id desc
            limit :limit + 1
            """;

    // Served by the primary key, from its end.
    private static final String LIST = """
            select *
            from service_log
            where
            """ + RESTRICTED;

    // Each service by itself, so that service_log_of_service serves it: among all, the few entries of a rare one would
    // be
    // sought back to the beginning.
    private static final String LIST_OF_SERVICES = """
            select l.*
            from (select distinct unnest(:services::text[]) as name) s
            cross join lateral (
              select *
              from service_log
              where service = s.name and
            %s
            ) l
            order by l.id desc
            limit :limit + 1
            """.formatted(RESTRICTED);

    private final JdbcClient db;
    private final JsonMapper json;

    ServiceLogSql(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** @param data JSON */
    void append(String service, String level, String message, @Nullable String data) {
        db.sql(APPEND)
                .param("service", service)
                .param("level", level)
                .param("message", message)
                .param("data", data)
                .update();
    }

    /**
     * Stores what came from outside.
     *
     * @param data JSON
     */
    ServiceLogView add(String service, Level level, String message, @Nullable String data, String author) {
        return db.sql(ADD)
                .param("service", service)
                .param("level", level.name())
                .param("message", message)
                .param("data", data)
                .param("author", author)
                .query(this::entry)
                .single();
    }

    /** Newest first, up to {@code limit} + 1: the one more tells that there is a next page. */
    List<ServiceLogView> list(ServiceLogFilter filter) {
        var within = filter.within();
        return db.sql(filter.services().isEmpty() ? LIST : LIST_OF_SERVICES)
                .param("services", Columns.texts(filter.services()))
                .param("levels", Columns.array("text", filter.levels(), Enum::name))
                .param("since", Rows.parameter(filter.since()))
                .param("within", within == null ? null : within.toMillis() / 1000.0)
                .param("after", filter.after())
                .param("limit", filter.limit())
                .query(this::entry)
                .list();
    }

    private ServiceLogView entry(ResultSet row, int n) throws SQLException {
        var data = row.getString("data");
        return new ServiceLogView(
                row.getLong("id"),
                Rows.requiredInstant(row, "at"),
                row.getString("service"),
                Level.valueOf(row.getString("level")),
                row.getString("message"),
                data == null ? null : json.readTree(data),
                row.getString("author"));
    }
}
