package org.freshet.server.job;

import java.time.Duration;
import java.util.Optional;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What a person may do to one job. Each statement names the states it expects and the one it sets, and appends to the
 * history. Locks are taken in the order of the dispatcher: the queue's row before the job's.
 */
@Repository
class JobChangeSql {

    private static final String LOCK_QUEUED = """
            select job_id from ready where job_id = :job for no key update
            """;

    // Put into the queue while its job was waited for. What a claim holds at this moment waits for the job's row.
    private static final String LOCK_QUEUED_MEANWHILE = """
            select job_id from ready where job_id = :job for no key update skip locked
            """;

    // Waited for before the change itself looks: what a round writes while it holds the job must be seen by the change.
    private static final String LOCK_JOB = """
            select workflow_id from job where id = :job for no key update
            """;

    private static final String CANCEL = """
            with was as (
              select id, state, attempt
              from job
              where id = :job and state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
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
              select id, state from job where id = :job and state in ('DEFINED') for no key update
            ), moved as (
              update job set state = 'TEMPLATE' from was where job.id = was.id
            ), unqueued as (
              delete from ready using was where job_id = was.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'job', id, state, 'TEMPLATE', :actor, :reason from was
            """;

    private static final String QUEUED = """
            , queued as (
              insert into ready (class_id, priority, seq, job_id, useful_until)
              select m.requirement_id, m.priority, case when t.newest_first then -m.id else m.id end, m.id, m.useful_until
              from moved m
              join job_type t on t.name = m.jobtype
            )
            """;

    private static final String RELEASE = """
            with was as (
              select id, state from job where id = :job and state in ('TEMPLATE') for no key update
            ), moved as (
              update job set state = 'DEFINED'
              from was
              where job.id = was.id
              returning job.id, jobtype, requirement_id, priority, useful_until
            )""" + QUEUED + """
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'job', id, state, 'DEFINED', :actor, :reason from was
            """;

    private static final String RETRY = retryAs("DEFINED", QUEUED);

    // What its workflow lets go again, at once if its parents are finished.
    private static final String RETRY_VERTEX = retryAs("TEMPLATE", "");

    private static final String IS_STALE = """
            select count(*)
            from job
            where id = :job and state in ('FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED') and useful_until <= now()
            """;

    private static final String PRIORITISE = """
            with was as (
              select id, state, priority
              from job
              where id = :job and state in ('TEMPLATE', 'DEFINED', 'DISPATCHED', 'RUNNING')
              for no key update
            ), moved as (
              update job set priority = :priority from was where job.id = was.id
            ), queued as (
              update ready set priority = :priority from was where ready.job_id = was.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'job', id, state, state, :actor,
              'priority ' || priority || ' -> ' || :priority || coalesce(': ' || :reason, '')
            from was
            """;

    private static final String STATE = """
            select state from job where id = :job
            """;

    private static final String OWNER = """
            select owner from job where id = :job
            """;

    private final JdbcClient db;

    JobChangeSql(JdbcClient db) {
        this.db = db;
    }

    /** A job whose result is of no use any more would expire at once, hence the condition on useful_until. */
    private static String retryAs(String to, String queued) {
        return """
            with was as (
              select id, state, attempt
              from job
              where id = :job
                and state in ('FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')
                and (useful_until is null or useful_until > now() or :usefulFor::double precision is not null)
              for no key update
            ), moved as (
              update job
              set state = '%1$s', reason = null, message = null, exit_code = null, signal = null, failures = 0, losses = 0,
                dispatched_at = null, started_at = null, ended_at = null,
                useful_until = coalesce(now() + make_interval(secs => :usefulFor::double precision), useful_until)
              from was
              where job.id = was.id
              returning job.id, jobtype, requirement_id, priority, useful_until
            )%2$s
            insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
            select 'job', id, state, '%1$s', :actor, coalesce(:reason, 'retried'), nullif(attempt, 0) from was
            """.formatted(to, queued);
    }

    /**
     * Locks the job until the commit; to be called before each of the changes.
     *
     * @return its workflow; null = it has none, or there is no such job
     */
    @Nullable
    Long lock(JobId job) {
        db.sql(LOCK_QUEUED).param("job", job.value()).query(Long.class).list();
        var workflows = db.sql(LOCK_JOB)
                .param("job", job.value())
                .query((row, n) -> Rows.bigint(row, "workflow_id"))
                .list();
        db.sql(LOCK_QUEUED_MEANWHILE)
                .param("job", job.value())
                .query(Long.class)
                .list();
        return workflows.isEmpty() ? null : workflows.getFirst();
    }

    boolean cancel(JobId job, String actor, String reason) {
        return change(CANCEL, job, actor, reason).update() > 0;
    }

    boolean hold(JobId job, String actor, @Nullable String reason) {
        return change(HOLD, job, actor, reason).update() > 0;
    }

    boolean release(JobId job, String actor, @Nullable String reason) {
        return change(RELEASE, job, actor, reason).update() > 0;
    }

    boolean retry(JobId job, String actor, @Nullable String reason, @Nullable Duration usefulFor) {
        return retry(RETRY, job, actor, reason, usefulFor);
    }

    /** A job of a workflow: it is held then. */
    boolean retryVertex(JobId job, String actor, @Nullable String reason, @Nullable Duration usefulFor) {
        return retry(RETRY_VERTEX, job, actor, reason, usefulFor);
    }

    private boolean retry(String sql, JobId job, String actor, @Nullable String reason, @Nullable Duration usefulFor) {
        return change(sql, job, actor, reason)
                        .param("usefulFor", usefulFor == null ? null : usefulFor.toMillis() / 1000.0)
                        .update()
                > 0;
    }

    /** Whether only its useful-until forbids the job's retry. */
    boolean isStale(JobId job) {
        return db.sql(IS_STALE).param("job", job.value()).query(Long.class).single() > 0;
    }

    boolean prioritise(JobId job, String actor, int priority, @Nullable String reason) {
        return change(PRIORITISE, job, actor, reason)
                        .param("priority", priority)
                        .update()
                > 0;
    }

    Optional<JobState> state(JobId job) {
        return db.sql(STATE).param("job", job.value()).query(JobState.class).optional();
    }

    /** Name of the account that submitted it; it never changes. */
    Optional<String> owner(JobId job) {
        return db.sql(OWNER).param("job", job.value()).query(String.class).optional();
    }

    private JdbcClient.StatementSpec change(String sql, JobId job, String actor, @Nullable String reason) {
        return db.sql(sql).param("job", job.value()).param("actor", actor).param("reason", reason);
    }
}
