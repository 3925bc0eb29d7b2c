package org.freshet.server.workflow;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.WorkflowState;
import org.freshet.server.platform.Columns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a person does to a whole workflow. Locks are taken in the order queue, jobs, workflow. */
@Repository
class WorkflowChangeSql {

    private static final String OWNER = """
            select owner from workflow where id = :workflow
            """;

    private static final String LOCK = """
            select state from workflow where id = :workflow for no key update
            """;

    // An instant is known now from which the results' use counts.
    private static final String START = """
            with was as (
              select id, state, case when useful_until is null then now() + make_interval(secs => useful_for_s) end as until
              from workflow
              where id = :workflow and state in ('TEMPLATE', 'DEFINED', 'PAUSED')
            ), moved as (
              update workflow w
              set state = 'RUNNING', started_at = coalesce(w.started_at, now()), useful_until = coalesce(w.useful_until, was.until)
              from was
              where w.id = was.id
            ), dated as (
              update job
              set useful_until = now() + make_interval(secs => coalesce(v.useful_for_s, w.useful_for_s))
              from was
              join workflow w on w.id = was.id
              join vertex v on v.workflow_id = w.id
              where job.id = v.job_id and was.state = 'TEMPLATE' and job.useful_until is null and job.ended_at is null
                and coalesce(v.useful_for_s, w.useful_for_s) is not null
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'workflow', id, state, 'RUNNING', :actor, :reason from was
            """;

    private static final String PAUSE = """
            with was as (
              select id, state from workflow where id = :workflow and state in ('RUNNING')
            ), moved as (
              update workflow w set state = 'PAUSED' from was where w.id = was.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'workflow', id, state, 'PAUSED', :actor, :reason from was
            """;

    private static final String LOCK_QUEUED = """
            select r.job_id
            from vertex v
            join ready r on r.job_id = v.job_id
            where v.workflow_id = :workflow
            order by r.job_id
            for no key update of r
            """;

    private static final String LOCK_JOBS = """
            select id from job where workflow_id = :workflow order by id for no key update
            """;

    // Nothing but a person's retry holds one of these for long.
    private static final String LOCK_DEAD = """
            select id
            from job
            where workflow_id = :workflow and state in ('FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')
            order by id
            for no key update
            """;

    private static final String CANCEL_JOBS = """
            with was as (
              select id, state, attempt
              from job
              where workflow_id = :workflow and state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
            ), moved as (
              update job set state = 'CANCELLED', ended_at = now(), message = :reason from was where job.id = was.id
            ), unqueued as (
              delete from ready using was where job_id = was.id
            ), ended as (
              update attempt a set live = false, result = 'CANCELLED', ended_at = now(), message = :reason
              from was
              where a.job_id = was.id and a.attempt = was.attempt and (a.live or a.result in ('PILOT_LOST', 'NEVER_CONFIRMED'))
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
            select 'job', id, state, 'CANCELLED', :actor, :reason, nullif(attempt, 0) from was
            """;

    private static final String CANCEL = """
            with was as (
              select id, state from workflow where id = :workflow and state in ('TEMPLATE', 'DEFINED', 'RUNNING', 'PAUSED')
            ), moved as (
              update workflow w set state = 'CANCELLED', open = 0, ended_at = now(), message = :reason from was where w.id = was.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'workflow', id, state, 'CANCELLED', :actor, :reason from was
            """;

    private static final String IS_CANCELLED = """
            select ended_at is null and cancelled_by is not null from workflow where id = :workflow
            """;

    private static final String STALE = """
            select count(*)
            from job
            where workflow_id = :workflow and state in ('FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED') and useful_until <= now()
            """;

    // Only what was locked before the workflow; what has ended since is for another rerun. What was skipped is revived.
    private static final String RERUN_JOBS = """
            with was as (
              select id, state, attempt
              from job
              where id = any(:jobs) and state in ('FAILED', 'CANCELLED', 'EXPIRED')
            ), moved as (
              update job
              set state = 'TEMPLATE', reason = null, message = null, exit_code = null, signal = null, failures = 0, losses = 0,
                dispatched_at = null, started_at = null, ended_at = null,
                useful_until = coalesce(now() + make_interval(secs => :usefulFor::double precision), useful_until)
              from was
              where job.id = was.id
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
              select 'job', id, state, 'TEMPLATE', :actor, :reason, nullif(attempt, 0) from was
            )
            select id from was
            """;

    private static final String DELETE_PARENTS = """
            delete from vertex_parent using vertex v where v.job_id = vertex_parent.child and v.workflow_id = :workflow
            """;

    private static final String DELETE_DATASETS = """
            delete from dataset where workflow_id = :workflow
            """;

    private static final String DELETE_VERTICES = """
            delete from vertex where workflow_id = :workflow
            """;

    private static final String LOCK_ATTEMPTS = """
            select job_id from attempt where job_id = any(:jobs) order by job_id, attempt for no key update
            """;

    private static final String DELETE_LOGS = """
            delete from job_log where job_id = any(:jobs)
            """;

    private static final String DELETE_ATTEMPTS = """
            delete from attempt where job_id = any(:jobs)
            """;

    private static final String DELETE_JOBS = """
            with gone as (
              delete from job where id = any(:jobs) returning id
            )
            insert into purged_jobs (ids, by)
            select range_agg(int8range(id, id, '[]')), :actor from gone having count(*) > 0
            """;

    private static final String DELETE = """
            with was as (
              delete from workflow where id = :workflow returning id, state, name, jobs
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'workflow', id, state, 'DELETED', :actor, name || ' with its ' || jobs || ' jobs' from was
            """;

    private final JdbcClient db;

    WorkflowChangeSql(JdbcClient db) {
        this.db = db;
    }

    Optional<String> owner(long workflow) {
        return db.sql(OWNER).param("workflow", workflow).query(String.class).optional();
    }

    /** Until the commit. */
    Optional<WorkflowState> lock(long workflow) {
        return db.sql(LOCK)
                .param("workflow", workflow)
                .query(WorkflowState.class)
                .optional();
    }

    boolean start(long workflow, String actor, String reason) {
        return change(START, workflow, actor, reason).update() > 0;
    }

    boolean pause(long workflow, String actor, String reason) {
        return change(PAUSE, workflow, actor, reason).update() > 0;
    }

    /**
     * All jobs, with their places in the queue; to be called before {@link #lock}, and only while nothing is let go: a job
     * that came into the queue in between could be held by a claim that waits for one of these.
     */
    List<Long> lockJobs(long workflow) {
        db.sql(LOCK_QUEUED).param("workflow", workflow).query(Long.class).list();
        return db.sql(LOCK_JOBS).param("workflow", workflow).query(Long.class).list();
    }

    /** The jobs that ended otherwise than FINISHED; to be called before {@link #lock}. */
    List<Long> lockDead(long workflow) {
        return db.sql(LOCK_DEAD).param("workflow", workflow).query(Long.class).list();
    }

    /** Ends all jobs, which are locked, and the workflow. */
    boolean cancel(long workflow, String actor, String reason) {
        change(CANCEL_JOBS, workflow, actor, reason).update();
        return change(CANCEL, workflow, actor, reason).update() > 0;
    }

    /** Whether somebody is just cancelling it. */
    boolean isBeingCancelled(long workflow) {
        return db.sql(IS_CANCELLED)
                .param("workflow", workflow)
                .query(Boolean.class)
                .single();
    }

    /** Whether there is something to rerun whose time of use has passed. */
    boolean isStale(long workflow) {
        return db.sql(STALE).param("workflow", workflow).query(Long.class).single() > 0;
    }

    /** Holds again those of these jobs, all locked, that ended otherwise than FINISHED by themselves; gives these. */
    List<Long> rerunJobs(Collection<Long> jobs, String actor, String reason, @Nullable Duration usefulFor) {
        return db.sql(RERUN_JOBS)
                .param("jobs", Columns.bigints(jobs))
                .param("actor", actor)
                .param("reason", reason)
                .param("usefulFor", usefulFor == null ? null : usefulFor.toMillis() / 1000.0)
                .query(Long.class)
                .list();
    }

    /** Removes it with everything that it is made of. The history stays. */
    void delete(long workflow, Collection<Long> jobs, String actor) {
        var ids = Columns.bigints(jobs);
        for (var sql : List.of(DELETE_PARENTS, DELETE_DATASETS, DELETE_VERTICES)) {
            db.sql(sql).param("workflow", workflow).update();
        }
        db.sql(LOCK_ATTEMPTS).param("jobs", ids).query(Long.class).list();
        for (var sql : List.of(DELETE_LOGS, DELETE_ATTEMPTS)) {
            db.sql(sql).param("jobs", ids).update();
        }
        db.sql(DELETE_JOBS).param("jobs", ids).param("actor", actor).update();
        db.sql(DELETE).param("workflow", workflow).param("actor", actor).update();
    }

    private JdbcClient.StatementSpec change(String sql, long workflow, String actor, String reason) {
        return db.sql(sql).param("workflow", workflow).param("actor", actor).param("reason", reason);
    }
}
