package org.freshet.server.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.AuditEntry;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads changes, newest first. */
@Repository
class AuditSql {

    private static final String COLUMNS = "at, entity, entity_id, from_state, to_state, actor, origin, reason, attempt";

    private static final String RESTRICTED = """
              and (:actor::text is null or actor = :actor)
              and (:entity::text is null or entity = :entity)
              and (:action::text is null or to_state = :action)
              and at >= coalesce(:since::timestamptz, '-infinity')
              and at < coalesce(:until::timestamptz, 'infinity')
              and (at, entity, entity_id) <
                (coalesce(:afterAt::timestamptz, 'infinity'), coalesce(:afterEntity::text, ''), coalesce(:afterId::bigint, 0))
            order by at desc, entity desc, entity_id desc
            limit :limit + 1
            """;

    // Served by event_of_people; what services did to things that are set up are a few rows a day, in a table of their
    // own. A change of many jobs is one row, which says how many they are; the jobs' own histories have the others.
    private static final String OF_PEOPLE = """
            (select %1$s from event where actor like 'user %%' and (origin is null or origin not like 'bulk %%')
            %2$s) union all (select %1$s from event_audit where actor not like 'user %%'
            %2$s)
            """.formatted(COLUMNS, RESTRICTED);

    // Served by event_of_entity or event_of_entity_audit.
    private static final String OF_ONE = """
            select %s from event where entity = :entity and entity_id = :id
            %s
            """.formatted(COLUMNS, RESTRICTED);

    // The name is looked up for what is shown only.
    private static final String NAMED = """
            select e.*,
              case e.entity
                when 'job' then (select name from job where id = e.entity_id)
                when 'jobtype' then (select name from job_type where id = e.entity_id)
                when 'dag' then (select name from dag where id = e.entity_id)
                when 'datatype' then (select name from data_type where id = e.entity_id)
                when 'site' then (select name from site where id = e.entity_id)
                when 'host' then (select host from host_ban where id = e.entity_id)
                when 'failure' then (
                  select concat_ws(' ', jobtype, reason, coalesce(exit_code, signal), host) from acknowledgement where id = e.entity_id)
                when 'view' then (select name from saved_view where id = e.entity_id)
                when 'account' then (select name from account where id = e.entity_id)
                when 'alarm' then (select brief from alarm where id = e.entity_id)
                when 'token' then
                  (select t.name || ' of ' || a.name from token t join account a on a.id = t.account_id where t.id = e.entity_id)
              end as name
            from (select * from (%s) c order by at desc, entity desc, entity_id desc limit :limit + 1) e
            order by at desc, entity desc, entity_id desc
            """;

    private final JdbcClient db;

    AuditSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * What people did and what was done to things that are set up; of one thing that is named by its id, everything. Up to
     * {@code limit} + 1, of which the last tells that there is a next page.
     */
    List<AuditEntry> list(AuditFilter filter) {
        var after = filter.after();
        return db.sql(NAMED.formatted(filter.id() == null ? OF_PEOPLE : OF_ONE))
                .param("actor", filter.user() == null ? null : "user " + filter.user())
                .param("entity", filter.entity())
                .param("id", filter.id())
                .param("action", filter.action())
                .param("since", Rows.parameter(filter.since()))
                .param("until", Rows.parameter(filter.until()))
                .param("afterAt", after == null ? null : Rows.parameter(after.at()))
                .param("afterEntity", after == null ? null : after.entity())
                .param("afterId", after == null ? null : after.id())
                .param("limit", filter.limit())
                .query(AuditSql::entry)
                .list();
    }

    private static AuditEntry entry(ResultSet row, int n) throws SQLException {
        return new AuditEntry(
                Rows.requiredInstant(row, "at"),
                row.getString("entity"),
                row.getLong("entity_id"),
                row.getString("name"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("actor"),
                row.getString("origin"),
                row.getString("reason"),
                Rows.integer(row, "attempt"));
    }
}
