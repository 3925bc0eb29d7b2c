package org.freshet.server.workflow;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.freshet.server.platform.Columns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What becomes of the rest of a workflow when a job ends otherwise than FINISHED, and how it comes back. Needs the
 * workflows' rows locked, and waits for no job's row. Part of a round whose plans are kept: rows are sought by their
 * keys ("offset 0" keeps a subquery one), however many there were when a plan was made.
 */
@Repository
class FailureSql {

    private static final String SKIP = """
            with recursive below as (
              select p.child as id
              from unnest(:dead) as d(id)
              cross join lateral (select child from vertex_parent where parent = d.id offset 0) p
              union
              select p.child from below b cross join lateral (select child from vertex_parent where parent = b.id offset 0) p
            ), was as (
              select j.id, j.workflow_id
              from below b
              cross join lateral (
                select id, workflow_id from job where id = b.id and state in ('TEMPLATE') for no key update skip locked
              ) j
              order by j.id
            ), moved as (
              update job set state = 'SKIPPED', ended_at = now(), message = :why from was where job.id = any(array[was.id])
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'TEMPLATE', 'SKIPPED', 'service workflow', :why from was
            )
            select id, workflow_id from was
            """;

    private static final String STOP = """
            update workflow set stopped = true where id = any(:workflows)
            """;

    private static final String STOP_BY_PERSON = """
            update workflow set stopped = true, cancelled_by = :actor, cancelled_why = :why where id = :workflow
            """;

    // A late report of a job that waits again is of no use any more.
    private static final String CANCEL_UNSTARTED = """
            with was as (
              select j.id, j.state, j.attempt, j.workflow_id, coalesce(w.cancelled_by, 'service workflow') as actor,
                coalesce(w.cancelled_why, 'its workflow was stopped, because one of its jobs ended otherwise than FINISHED') as why
              from (
                select id, 'TEMPLATE' as state from job where workflow_id = any(:workflows) and state in ('TEMPLATE')
                union all
                select id, 'DEFINED' from unnest(:queued) as q(id)
              ) c
              cross join lateral (
                select id, state, attempt, workflow_id from job where id = c.id and state = c.state for no key update skip locked
              ) j
              cross join lateral (select cancelled_by, cancelled_why from workflow where id = j.workflow_id limit 1) w
              order by j.id
            ), moved as (
              update job set state = 'CANCELLED', ended_at = now(), message = was.why from was where job.id = any(array[was.id])
            ), unqueued as (
              delete from ready using was where job_id = any(array[was.id])
            ), ended as (
              update attempt a set live = false, result = 'CANCELLED', ended_at = now(), message = was.why
              from was
              where a.job_id = any(array[was.id]) and a.attempt = was.attempt
                and (a.live or a.result in ('PILOT_LOST', 'NEVER_CONFIRMED'))
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
              select 'job', id, state, 'CANCELLED', actor, why, nullif(attempt, 0) from was
            )
            select id, workflow_id from was
            """;

    private static final String DEAD = """
            select id from job where workflow_id = any(:workflows) and state in ('FAILED', 'CANCELLED', 'EXPIRED')
            """;

    // What another dead job forbids stays skipped.
    private static final String REVIVE = """
            with recursive below as (
              select p.child as id
              from (
                select id from job where workflow_id = :workflow and state in ('FAILED', 'CANCELLED', 'EXPIRED') offset 0
              ) j
              cross join lateral (select child from vertex_parent where parent = j.id offset 0) p
              union
              select p.child from below b cross join lateral (select child from vertex_parent where parent = b.id offset 0) p
            ), was as (
              select j.id
              from (
                select id from job where workflow_id = :workflow and state in ('SKIPPED') and id not in (select id from below) offset 0
              ) c
              cross join lateral (select id from job where id = c.id and state in ('SKIPPED') for no key update skip locked) j
              order by j.id
            ), moved as (
              update job
              set state = 'TEMPLATE', message = null, ended_at = null,
                useful_until = coalesce(now() + make_interval(secs => :usefulFor::double precision), useful_until)
              from was
              where job.id = any(array[was.id])
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'SKIPPED', 'TEMPLATE', 'service workflow', 'what it waits for is tried again' from was
            )
            select id from was
            """;

    private final JdbcClient db;

    FailureSql(JdbcClient db) {
        this.db = db;
    }

    /** Skips all that waits for these, directly or not. */
    List<VertexJob> skip(Collection<Long> dead, String why) {
        return db.sql(SKIP)
                .param("dead", Columns.bigints(dead))
                .param("why", why)
                .query(ReleaseSql::vertexJob)
                .list();
    }

    /** From now on nothing is let go. */
    void stop(Collection<Long> workflows) {
        db.sql(STOP).param("workflows", Columns.bigints(workflows)).update();
    }

    /** The same, because somebody cancels it. */
    void stop(long workflow, String actor, String why) {
        db.sql(STOP_BY_PERSON)
                .param("workflow", workflow)
                .param("actor", actor)
                .param("why", why)
                .update();
    }

    /**
     * Cancels what has not started, in the name of who cancelled the workflow, if somebody did.
     *
     * @param queued those that wait for a pilot, locked
     */
    List<VertexJob> cancelUnstarted(Collection<Long> workflows, Collection<Long> queued) {
        return db.sql(CANCEL_UNSTARTED)
                .param("workflows", Columns.bigints(workflows))
                .param("queued", Columns.bigints(queued))
                .query(ReleaseSql::vertexJob)
                .list();
    }

    /** The jobs that ended otherwise than FINISHED by themselves or by a person. */
    List<Long> dead(Collection<Long> workflows) {
        return db.sql(DEAD)
                .param("workflows", Columns.bigints(workflows))
                .query(Long.class)
                .list();
    }

    /**
     * Holds again what was skipped and needs not be; gives these jobs.
     *
     * @param usefulFor from now on; null = as before
     */
    List<Long> revive(long workflow, @Nullable Duration usefulFor) {
        return db.sql(REVIVE)
                .param("workflow", workflow)
                .param("usefulFor", usefulFor == null ? null : usefulFor.toMillis() / 1000.0)
                .query(Long.class)
                .list();
    }
}
