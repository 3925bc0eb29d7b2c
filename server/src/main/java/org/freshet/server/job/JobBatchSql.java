package org.freshet.server.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.job.JobBatch.Locked;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What a person may do to many jobs in one transaction. Locks are taken in the order of the dispatcher, the queue's rows
 * before the jobs', and none is waited for: whoever holds many rows and waits for others may hold up a whole round.
 */
@Repository
class JobBatchSql {

    private static final String LOCK_QUEUED = """
            select job_id from ready where job_id = any(:jobs) order by job_id for no key update skip locked
            """;

    private static final String LOCK = """
            select id, state, owner, priority, workflow_id, useful_until <= now() as stale
            from job
            where id = any(:jobs)
            order by id
            for no key update skip locked
            """;

    private static final String THERE = """
            select id from job where id = any(:jobs)
            """;

    private static final String CANCEL = """
            with was as (
              select id, state, attempt
              from job
              where id = any(:jobs) and state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
              for no key update
            ), moved as (
              update job set state = 'CANCELLED', ended_at = now(), message = :reason
              from was
              where job.id = was.id
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

    private static final String HOLD = """
            with was as (
              select id, state from job where id = any(:jobs) and state in ('DEFINED') for no key update
            ), moved as (
              update job set state = 'TEMPLATE' from was where job.id = was.id
            ), unqueued as (
              delete from ready using was where job_id = was.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'job', id, state, 'TEMPLATE', :actor, :reason from was
            """;

    // Not those of workflows: their parents decide.
    private static final String RELEASE = """
            with was as (
              select id, state
              from job
              where id = any(:jobs) and state in ('TEMPLATE') and workflow_id is null
              for no key update
            ), moved as (
              update job set state = 'DEFINED'
              from was
              where job.id = was.id
              returning job.id, jobtype, requirement_id, priority, useful_until
            ), queued as (
              insert into ready (class_id, priority, seq, job_id, useful_until)
              select m.requirement_id, m.priority, case when t.newest_first then -m.id else m.id end, m.id, m.useful_until
              from moved m
              join job_type t on t.name = m.jobtype
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'job', id, state, 'DEFINED', :actor, :reason from was
            """;

    // Not those of workflows. A job whose result is of no use any more would expire at once.
    private static final String RETRY = """
            with was as (
              select id, state, attempt
              from job
              where id = any(:jobs)
                and state in ('FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')
                and workflow_id is null
                and (useful_until is null or useful_until > now() or :usefulFor::double precision is not null)
              for no key update
            ), moved as (
              update job
              set state = 'DEFINED', reason = null, message = null, exit_code = null, signal = null, failures = 0, losses = 0,
                dispatched_at = null, started_at = null, ended_at = null,
                useful_until = coalesce(now() + make_interval(secs => :usefulFor::double precision), useful_until)
              from was
              where job.id = was.id
              returning job.id, jobtype, requirement_id, priority, useful_until
            ), queued as (
              insert into ready (class_id, priority, seq, job_id, useful_until)
              select m.requirement_id, m.priority, case when t.newest_first then -m.id else m.id end, m.id, m.useful_until
              from moved m
              join job_type t on t.name = m.jobtype
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
            select 'job', id, state, 'DEFINED', :actor, :reason, nullif(attempt, 0) from was
            """;

    private static final String PRIORITISE = """
            with was as (
              select j.id, j.state, j.priority, wish.priority as wanted
              from unnest(:jobs, :priorities) as wish(id, priority)
              join job j on j.id = wish.id
              where j.state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
              for no key update of j
            ), moved as (
              update job set priority = was.wanted from was where job.id = was.id
            ), queued as (
              update ready set priority = was.wanted from was where ready.job_id = was.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'job', id, state, state, :actor, 'priority ' || priority || ' -> ' || wanted || ': ' || :reason
            from was
            """;

    private final JdbcClient db;

    JobBatchSql(JdbcClient db) {
        this.db = db;
    }

    /** Ids of those whose places in the queue are locked now. */
    List<Long> lockQueued(Collection<Long> jobs) {
        return db.sql(LOCK_QUEUED)
                .param("jobs", Columns.bigints(jobs))
                .query(Long.class)
                .list();
    }

    List<Locked> lock(Collection<Long> jobs) {
        return db.sql(LOCK)
                .param("jobs", Columns.bigints(jobs))
                .query(JobBatchSql::locked)
                .list();
    }

    private static Locked locked(ResultSet row, int n) throws SQLException {
        return new Locked(
                row.getLong("id"),
                JobState.valueOf(row.getString("state")),
                row.getString("owner"),
                row.getInt("priority"),
                Rows.bigint(row, "workflow_id"),
                row.getBoolean("stale"));
    }

    List<Long> there(Collection<Long> jobs) {
        return db.sql(THERE)
                .param("jobs", Columns.bigints(jobs))
                .query(Long.class)
                .list();
    }

    int cancel(Collection<Long> jobs, String actor, String reason) {
        return change(CANCEL, jobs, actor, reason).update();
    }

    int hold(Collection<Long> jobs, String actor, String reason) {
        return change(HOLD, jobs, actor, reason).update();
    }

    int release(Collection<Long> jobs, String actor, String reason) {
        return change(RELEASE, jobs, actor, reason).update();
    }

    int retry(Collection<Long> jobs, String actor, String reason, @Nullable Duration usefulFor) {
        return change(RETRY, jobs, actor, reason)
                .param("usefulFor", usefulFor == null ? null : usefulFor.toMillis() / 1000.0)
                .update();
    }

    /** @param priorities one for each of the jobs, in their order */
    int prioritise(List<Long> jobs, List<Integer> priorities, String actor, String reason) {
        return change(PRIORITISE, jobs, actor, reason)
                .param("priorities", Columns.array("integer", priorities, it -> it))
                .update();
    }

    private JdbcClient.StatementSpec change(String sql, Collection<Long> jobs, String actor, String reason) {
        return db.sql(sql)
                .param("jobs", Columns.bigints(jobs))
                .param("actor", actor)
                .param("reason", reason);
    }
}
