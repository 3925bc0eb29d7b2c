package org.freshet.server.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.JobTypeView;
import org.freshet.protocol.JobTypeView.Order;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Lists job types and changes them. The queue's rows are locked before the type's row, as the dispatcher does. */
@Repository
class JobTypeSql {

    // No index knows the state of a job, so this reads the table once for all types: 0.1 s for 300,000 jobs. The queue
    // knows
    // those that wait and the attempts those that run, but nothing less than the table those that are held.
    private static final String LIST = """
            select t.name, t.max_running, t.newest_first, t.created_at, t.late_after_s, coalesce(c.held, 0) as held,
              coalesce(c.waiting, 0) as waiting, coalesce(c.running, 0) as running
            from job_type t
            left join (
              select jobtype, count(*) filter (where state = 'TEMPLATE') as held,
                count(*) filter (where state = 'DEFINED') as waiting,
                count(*) filter (where state in ('DISPATCHED', 'RUNNING')) as running
              from job
              where state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
                and (:only::text is null or jobtype = :only)
              group by jobtype
            ) c on c.jobtype = t.name
            where (:only::text is null or t.name = :only) and (:after::text is null or t.name > :after)
            order by t.name
            limit :limit + 1
            """;

    private static final String NAMES = """
            select name from job_type
            """;

    private static final String ADD = """
            with added as (
              insert into job_type (name) values (:name) on conflict do nothing returning id
            )
            insert into event (entity, entity_id, to_state, actor, reason)
            select 'jobtype', id, 'ACTIVE', :actor, 'made before its first job' from added
            """;

    private static final String SET_LIMIT = """
            with was as (
              select id, name, max_running from job_type where name = :name for no key update
            ), changed as (
              update job_type t
              set max_running = :limit::integer
              from was
              where t.name = was.name and was.max_running is distinct from :limit::integer
              returning t.id, was.max_running as before
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason, data)
            select 'jobtype', id, 'ACTIVE', 'ACTIVE', :actor, :reason,
              jsonb_build_object('limit', jsonb_build_object('from', before, 'to', :limit::integer))
            from changed
            """;

    private static final String SET_LATE_AFTER = """
            with was as (
              select id, name, late_after_s from job_type where name = :name for no key update
            ), changed as (
              update job_type t
              set late_after_s = :seconds::integer
              from was
              where t.name = was.name and was.late_after_s is distinct from :seconds::integer
              returning t.id, was.late_after_s as before
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason, data)
            select 'jobtype', id, 'ACTIVE', 'ACTIVE', :actor, :reason,
              jsonb_build_object('lateAfterSeconds', jsonb_build_object('from', before, 'to', :seconds::integer))
            from changed
            """;

    private static final String LOCK_QUEUED = """
            select r.job_id
            from ready r
            join requirement q on q.id = r.class_id
            where q.jobtype = :name
            order by r.job_id
            for update of r
            """;

    // In a transaction of its own, which holds nothing else.
    private static final String AWAIT_SUBMISSIONS = """
            select name from job_type where name = :name for update
            """;

    private static final String SET_ORDER = """
            with was as (
              select id, name, newest_first from job_type where name = :name for no key update
            ), changed as (
              update job_type t
              set newest_first = :newest
              from was
              where t.name = was.name and was.newest_first <> :newest
              returning t.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason, data)
            select 'jobtype', id, 'ACTIVE', 'ACTIVE', :actor, :reason,
              jsonb_build_object('order', jsonb_build_object('from', :before::text, 'to', :after::text))
            from changed
            """;

    // Only rows that stand in the other order; what SubmissionSql and the others write agrees with the type's row.
    private static final String REORDER = """
            update ready r
            set seq = case when t.newest_first then -r.job_id else r.job_id end
            from requirement q
            join job_type t on t.name = q.jobtype
            where q.jobtype = :name and r.class_id = q.id and (r.seq < 0) <> t.newest_first
            """;

    private final JdbcClient db;

    JobTypeSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * By name, one more than the limit: it tells that there is a next page.
     *
     * @param only the name of the one to list; null = all
     * @param after only names behind this one; null = from the first
     */
    List<JobTypeView> list(@Nullable String only, @Nullable String after, int limit) {
        return db.sql(LIST)
                .param("only", only)
                .param("after", after)
                .param("limit", limit)
                .query(JobTypeSql::type)
                .list();
    }

    private static JobTypeView type(ResultSet row, int n) throws SQLException {
        return new JobTypeView(
                row.getString("name"),
                Rows.integer(row, "max_running"),
                row.getBoolean("newest_first") ? Order.NEWEST_FIRST : Order.OLDEST_FIRST,
                row.getLong("held"),
                row.getLong("waiting"),
                row.getLong("running"),
                Rows.requiredInstant(row, "created_at"),
                Rows.integer(row, "late_after_s"));
    }

    List<String> names() {
        return db.sql(NAMES).query(String.class).list();
    }

    void add(String name, String actor) {
        db.sql(ADD).param("name", name).param("actor", actor).update();
    }

    /** @param limit null = none */
    void setLimit(String name, @Nullable Integer limit, String actor, @Nullable String reason) {
        change(SET_LIMIT, name, actor, reason).param("limit", limit).update();
    }

    /** @param seconds null = as the settings say */
    void setLateAfter(String name, @Nullable Integer seconds, String actor, @Nullable String reason) {
        change(SET_LATE_AFTER, name, actor, reason).param("seconds", seconds).update();
    }

    void setOrder(String name, Order order, String actor, @Nullable String reason) {
        db.sql(LOCK_QUEUED).param("name", name).query(Long.class).list();
        var newest = order == Order.NEWEST_FIRST;
        change(SET_ORDER, name, actor, reason)
                .param("newest", newest)
                .param("before", (newest ? Order.OLDEST_FIRST : Order.NEWEST_FIRST).name())
                .param("after", order.name())
                .update();
        db.sql(REORDER).param("name", name).update();
    }

    /** Waits for submissions that are under way, which do not see a change that was committed since they began. */
    void awaitSubmissions(String name) {
        db.sql(AWAIT_SUBMISSIONS).param("name", name).query(String.class).list();
    }

    /** Puts the queue of the type in its order. */
    void reorder(String name) {
        db.sql(LOCK_QUEUED).param("name", name).query(Long.class).list();
        db.sql(REORDER).param("name", name).update();
    }

    private StatementSpec change(String sql, String name, String actor, @Nullable String reason) {
        return db.sql(sql).param("name", name).param("actor", actor).param("reason", reason);
    }
}
