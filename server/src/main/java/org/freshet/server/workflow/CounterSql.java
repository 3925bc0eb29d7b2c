package org.freshet.server.workflow;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.server.platform.Columns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The counters of workflows, which tell what may be released and when a workflow ends. Needs the rows locked. */
@Repository
class CounterSql {

    // With the last job the workflow ends; only then its jobs are looked at.
    private static final String CLOSE = """
            with closed as (
              select c.id, c.jobs, w.state, w.open
              from unnest(:workflows, :jobs) as c(id, jobs)
              cross join lateral (select state, open from workflow where id = c.id limit 1) w
            ), counted as (
              update workflow w
              set open = w.open - c.jobs
              from closed c
              where w.id = any(array[c.id]) and w.open > c.jobs
            ), ended as (
              update workflow w
              set open = 0, ended_at = now(), message = coalesce(w.cancelled_why, a.account),
                state = case when a.unfinished = 0 then 'FINISHED' when w.cancelled_by is not null then 'CANCELLED' else 'FAILED' end
              from closed c
              cross join lateral (
                select string_agg(s.jobs || ' ' || s.state, ', ' order by s.state) as account,
                  coalesce(sum(s.jobs) filter (where s.state <> 'FINISHED'), 0) as unfinished
                from (select state, count(*) as jobs from job where workflow_id = c.id and c.open = c.jobs group by state) s
              ) a
              where w.id = any(array[c.id]) and w.open = c.jobs
              returning w.id, c.state as was, w.state, w.message, w.cancelled_by
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'workflow', id, was, state, coalesce(cancelled_by, 'service workflow'), message from ended
            """;

    // Of one that was cancelled while it was held the use counts from now, as from any start.
    private static final String REOPEN = """
            with was as (
              select id, state from workflow where id = :workflow
            ), moved as (
              update workflow w
              set open = o.open, stopped = false, cancelled_by = null, cancelled_why = null,
                state = case when was.state in ('FAILED', 'CANCELLED') then 'RUNNING' else was.state end,
                started_at = case when was.state in ('FAILED', 'CANCELLED') then coalesce(w.started_at, now()) else w.started_at end,
                useful_until = coalesce(now() + make_interval(secs => :usefulFor::double precision), w.useful_until,
                  case when was.state in ('FAILED', 'CANCELLED') then now() + make_interval(secs => w.useful_for_s) end),
                ended_at = null, message = null
              from was
              cross join lateral (
                select count(*) as open
                from job j
                where j.workflow_id = was.id and j.state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
              ) o
              where w.id = was.id
              returning w.id, w.state
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'workflow', m.id, was.state, m.state, :actor, :why
            from moved m
            join was on was.id = m.id
            where m.state <> was.state
            """;

    // A start dates all jobs that are open then; these were not.
    private static final String DATE = """
            update job j
            set useful_until = now() + make_interval(secs => coalesce(v.useful_for_s, w.useful_for_s))
            from vertex v
            join workflow w on w.id = v.workflow_id
            where j.id = any(:jobs) and v.job_id = j.id and w.started_at is not null and j.useful_until is null
              and coalesce(v.useful_for_s, w.useful_for_s) is not null
            """;

    // What another server looks at, or changes, is looked at by it. Served by workflow_unfinished. Nothing happens to
    // one
    // that is held, but somebody may have begun to cancel it.
    private static final String TAKE_UNCHECKED = """
            with taken as (
              select id
              from workflow
              where ended_at is null and checked_at < now() - make_interval(secs => :age)
                and (state in ('RUNNING', 'PAUSED') or stopped)
              order by checked_at
              limit 1
              for no key update skip locked
            )
            update workflow w
            set checked_at = now()
            from taken
            where w.id = taken.id
            returning w.id
            """;

    private static final String RECOUNT_WAITING = """
            with truth as (
              select v.job_id, count(j.id) as waiting
              from vertex v
              left join vertex_parent p on p.child = v.job_id
              left join job j on j.id = p.parent and j.state <> 'FINISHED'
              where v.workflow_id = any(:workflows)
              group by v.job_id
            )
            update vertex v
            set waiting = t.waiting
            from truth t
            where v.job_id = t.job_id and v.waiting <> t.waiting
            returning v.job_id as id, v.workflow_id
            """;

    private static final String MISCOUNTED = """
            select w.id, w.open - o.open as jobs
            from workflow w
            cross join lateral (
              select count(*) as open
              from job j
              where j.workflow_id = w.id and j.state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
            ) o
            where w.id = any(:workflows) and w.open <> o.open
            """;

    private final JdbcClient db;

    CounterSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * So many jobs of a workflow became final.
     *
     * @param jobs negative if there were fewer than counted
     */
    record Closed(long workflow, int jobs) {}

    void close(Map<Long, Integer> jobs) {
        close(jobs.entrySet().stream()
                .map(it -> new Closed(it.getKey(), it.getValue()))
                .toList());
    }

    void close(List<Closed> closed) {
        db.sql(CLOSE)
                .param("workflows", Columns.array("bigint", closed, Closed::workflow))
                .param("jobs", Columns.array("integer", closed, Closed::jobs))
                .update();
    }

    /**
     * Counts anew how many jobs are not final; if the workflow had ended, it goes on.
     *
     * @param usefulFor of its results, from now on; null = as before
     */
    void reopen(long workflow, String actor, String why, @Nullable Duration usefulFor) {
        db.sql(REOPEN)
                .param("workflow", workflow)
                .param("usefulFor", usefulFor == null ? null : usefulFor.toMillis() / 1000.0)
                .param("actor", actor)
                .param("why", why)
                .update();
    }

    /** Lets the time of use of these jobs, locked, count from now if it has not begun although the workflow has. */
    void date(Collection<Long> jobs) {
        db.sql(DATE).param("jobs", Columns.bigints(jobs)).update();
    }

    /** The one that was not looked at for longest, if for so long; it counts as looked at from now on. */
    Optional<Long> takeUnchecked(Duration age) {
        return db.sql(TAKE_UNCHECKED)
                .param("age", (double) age.toSeconds())
                .query(Long.class)
                .optional();
    }

    /** Corrects for how many parents the vertices wait; gives those that were wrong. */
    List<VertexJob> recountWaiting(Collection<Long> workflows) {
        return db.sql(RECOUNT_WAITING)
                .param("workflows", Columns.bigints(workflows))
                .query(ReleaseSql::vertexJob)
                .list();
    }

    /** The workflows whose count of open jobs is wrong, and by how many it is too high. */
    List<Closed> miscounted(Collection<Long> workflows) {
        return db.sql(MISCOUNTED)
                .param("workflows", Columns.bigints(workflows))
                .query((row, n) -> new Closed(row.getLong("id"), row.getInt("jobs")))
                .list();
    }
}
