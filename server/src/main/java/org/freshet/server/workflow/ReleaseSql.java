package org.freshet.server.workflow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.platform.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Lets jobs of workflows go, and takes them back. All but the first statement need the workflows' rows locked; none waits
 * for a job's row. Part of a round whose plans are kept: rows are sought by their keys, however many there were when
 * a plan was made.
 */
@Repository
class ReleaseSql {

    private static final String LOCK = """
            select id, state, failure_policy, stopped, open from workflow where id = any(:workflows) order by id for no key update
            """;

    // A job becomes FINISHED once, so each parent is counted down once.
    private static final String ADVANCE = """
            with met as (
              select p.child, count(*) as parents
              from unnest(:finished) as f(id)
              cross join lateral (select child from vertex_parent where parent = f.id offset 0) p
              group by p.child
            ), counted as (
              update vertex v set waiting = v.waiting - met.parents from met where v.job_id = any(array[met.child])
            )
            update dataset set state = 'WRITTEN', written_at = now() where source_job = any(:finished) and state = 'DEFINED'
            """;

    // Served by vertex_due, like the next one.
    private static final String FINISH_NOOPS = """
            with due as (
              select j.id, v.workflow_id,
                case when v.item_files is null then 'there is nothing to run' else 'its items have jobs of their own' end as why
              from vertex v
              cross join lateral (select id from job where id = v.job_id and state in ('TEMPLATE') for no key update skip locked) j
              where v.workflow_id = any(:workflows) and v.waiting = 0 and not v.released and v.noop
              order by j.id
            ), moved as (
              update job set state = 'FINISHED', started_at = now(), ended_at = now(), message = due.why
              from due
              where job.id = any(array[due.id])
            ), marked as (
              update vertex set released = true where job_id = any(array(select id from due))
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'TEMPLATE', 'FINISHED', 'service workflow', 'nothing is left to wait for, and ' || why
              from due
            )
            select id, workflow_id from due
            """;

    private static final String RELEASE = """
            with due as (
              select j.id, v.workflow_id
              from vertex v
              cross join lateral (select id from job where id = v.job_id and state in ('TEMPLATE') for no key update skip locked) j
              where v.workflow_id = any(:workflows) and v.waiting = 0 and not v.released and not v.noop
              order by j.id
            ), moved as (
              update job set state = 'DEFINED'
              where id = any(array(select id from due))
              returning id, jobtype, requirement_id, priority, useful_until
            ), queued as (
              insert into ready (class_id, priority, seq, job_id, useful_until)
              select m.requirement_id, m.priority, case when t.newest_first then -m.id else m.id end, m.id, m.useful_until
              from moved m
              cross join lateral (select newest_first from job_type where name = m.jobtype limit 1) t
            ), marked as (
              update vertex set released = true where job_id = any(array(select id from due))
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'TEMPLATE', 'DEFINED', 'service workflow', 'nothing is left to wait for' from due
            )
            select id, workflow_id from due
            """;

    // The queue's rows come before the jobs'. What a claim holds at this moment is started, and passed over.
    private static final String LOCK_QUEUED = """
            select r.job_id
            from vertex v
            cross join lateral (select job_id from ready where job_id = v.job_id for no key update skip locked) r
            where v.workflow_id = any(:workflows)
            order by r.job_id
            """;

    private static final String TAKE_BACK = """
            with was as (
              select id, workflow_id from job where id = any(:queued) and state in ('DEFINED') order by id for no key update skip locked
            ), moved as (
              update job set state = 'TEMPLATE' from was where job.id = any(array[was.id])
            ), unqueued as (
              delete from ready using was where job_id = any(array[was.id])
            ), marked as (
              update vertex set released = false from was where vertex.job_id = any(array[was.id])
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'job', id, 'DEFINED', 'TEMPLATE', 'service workflow', 'its workflow is paused' from was
            )
            select id, workflow_id from was
            """;

    private final JdbcClient db;

    ReleaseSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * A workflow whose row is locked.
     *
     * @param stopped whether its failure policy has stopped it
     * @param open jobs that are not final, as it is counted
     */
    record Locked(long id, WorkflowState state, FailurePolicy policy, boolean stopped, int open) {

        Locked andOpen(int more) {
            return new Locked(id, state, policy, stopped, open + more);
        }

        Locked andStopped() {
            return new Locked(id, state, policy, true, open);
        }

        boolean letsGo() {
            return state == WorkflowState.RUNNING && !stopped;
        }
    }

    List<Locked> lock(Collection<Long> workflows) {
        return db.sql(LOCK)
                .param("workflows", Columns.bigints(workflows))
                .query(ReleaseSql::locked)
                .list();
    }

    static Locked locked(ResultSet row, int n) throws SQLException {
        return new Locked(
                row.getLong("id"),
                WorkflowState.valueOf(row.getString("state")),
                FailurePolicy.valueOf(row.getString("failure_policy")),
                row.getBoolean("stopped"),
                row.getInt("open"));
    }

    /** What waits for these waits for one less. */
    void advance(Collection<Long> finished) {
        db.sql(ADVANCE).param("finished", Columns.bigints(finished)).update();
    }

    /** Those that wait for nothing and run nothing. */
    List<VertexJob> finishNoops(Collection<Long> workflows) {
        return change(FINISH_NOOPS, workflows);
    }

    /** Those that wait for nothing. */
    List<VertexJob> release(Collection<Long> workflows) {
        return change(RELEASE, workflows);
    }

    /** The waiting jobs, locked with their places in the queue until the commit. */
    List<Long> lockQueued(Collection<Long> workflows) {
        return db.sql(LOCK_QUEUED)
                .param("workflows", Columns.bigints(workflows))
                .query(Long.class)
                .list();
    }

    /** Holds what waits for a pilot. */
    List<VertexJob> takeBack(Collection<Long> workflows) {
        var queued = lockQueued(workflows);
        return queued.isEmpty()
                ? List.of()
                : db.sql(TAKE_BACK)
                        .param("queued", Columns.bigints(queued))
                        .query(ReleaseSql::vertexJob)
                        .list();
    }

    private List<VertexJob> change(String sql, Collection<Long> workflows) {
        return db.sql(sql)
                .param("workflows", Columns.bigints(workflows))
                .query(ReleaseSql::vertexJob)
                .list();
    }

    static VertexJob vertexJob(ResultSet row, int n) throws SQLException {
        return new VertexJob(row.getLong("id"), row.getLong("workflow_id"));
    }
}
