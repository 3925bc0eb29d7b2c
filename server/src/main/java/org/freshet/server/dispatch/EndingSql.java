package org.freshet.server.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobState;
import org.freshet.server.job.WorkflowSteps.Moved;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Writes down what became of attempts whose jobs are locked, for all of a round at once. Each statement still names the
 * states that it expects, and gives the jobs that it changed.
 *
 * <p>{@code = any(array[x])} and {@code limit 1} instead of a plain join: so no plan can do otherwise than to seek each row
 * by its key, also one that was made while the table was empty. What a change gives back carries all that the steps
 * behind it need, so that nothing is joined with the whole round once more.
 */
@Repository
class EndingSql {

    private static final String START = """
            with report as (
              select * from unnest(:jobs, :attempts, :ages) as r(job_id, attempt, ago_ms)
            ), moved as (
              update job j
              set state = 'RUNNING', started_at = greatest(j.dispatched_at, now() - make_interval(secs => r.ago_ms / 1000.0))
              from report r
              where j.id = any(array[r.job_id]) and j.attempt = r.attempt and j.state in ('DISPATCHED')
              returning j.id, j.attempt, j.pilot_id, j.started_at
            ), marked as (
              update attempt a
              set started_at = m.started_at, confirmed = true
              from moved m
              where a.job_id = any(array[m.id]) and a.attempt = m.attempt
            )
            insert into event (entity, entity_id, from_state, to_state, actor, attempt)
            select 'job', id, 'DISPATCHED', 'RUNNING', 'pilot ' || pilot_id, attempt from moved
            """;

    // "is true": else an index of live attempts only, whose condition this implies, could be read from end to end.
    private static final String CONFIRM = """
            update attempt a
            set confirmed = true
            from unnest(:jobs, :attempts) as r(job_id, attempt)
            where a.job_id = any(array[r.job_id]) and a.attempt = r.attempt and (a.live and not a.confirmed) is true
            """;

    // The rows of the parameters; each statement below begins with them.
    private static final String ENDINGS = """
            with ending as (
              select * from unnest(:jobs, :attempts, :was, :results, :reasons, :exits, :signals, :messages, :started, :ended,
                :failures, :losses, :actors, :cpu, :memory)
                as e(job_id, attempt, was, result, reason, exit_code, signal, message, started_ms, ended_ms, failure, loss, actor, cpu_ms, memory_mb)
            ),
            """;

    // A start that is told only now, with the end, has its place in the history all the same.
    // DEFINED: the late report of the latest attempt, which takes the job out of the queue again. TEMPLATE: the same,
    // when a pause of its workflow had taken it out.
    private static final String FINISH = ENDINGS + """
            moved as (
              update job j
              set state = 'FINISHED', exit_code = e.exit_code, message = e.message,
                dispatched_at = coalesce(j.dispatched_at, a.dispatched_at),
                started_at = coalesce(j.started_at, a.started_at,
                  case when e.started_ms is not null then greatest(a.dispatched_at, now() - make_interval(secs => e.started_ms / 1000.0)) end),
                ended_at = greatest(a.dispatched_at, now() - make_interval(secs => e.ended_ms / 1000.0))
              from ending e
              cross join lateral (
                select dispatched_at, started_at from attempt where job_id = e.job_id and attempt = e.attempt limit 1
              ) a
              where j.id = any(array[e.job_id]) and j.attempt = e.attempt and j.state in ('DISPATCHED', 'RUNNING', 'DEFINED', 'TEMPLATE')
              returning j.started_at, j.ended_at, j.workflow_id, e.*
            ), unqueued as (
              delete from ready where job_id = any(array(select job_id from ending where was = 'DEFINED'))
            ), marked as (
              update attempt a
              set live = false, confirmed = true, result = 'FINISHED', exit_code = m.exit_code, message = m.message,
                started_at = m.started_at, ended_at = m.ended_at, cpu_ms = m.cpu_ms, memory_mb = m.memory_mb
              from moved m
              where a.job_id = any(array[m.job_id]) and a.attempt = m.attempt
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
              select 'job', m.job_id, step.from_state, step.to_state, m.actor, step.reason, m.attempt
              from moved m
              cross join lateral (
                select 1 as n, m.was as from_state, 'RUNNING' as to_state, null as reason
                where m.was = 'DISPATCHED' and m.started_ms is not null
                union all
                select 2, case when m.was = 'DISPATCHED' and m.started_ms is not null then 'RUNNING' else m.was end, 'FINISHED',
                  m.message
              ) step
              order by m.job_id, step.n
            )
            select job_id, workflow_id from moved
            """;

    private static final String FAIL = ENDINGS + """
            moved as (
              update job j
              set state = 'FAILED', reason = e.reason, exit_code = e.exit_code, signal = e.signal, message = e.message,
                failures = j.failures + e.failure, losses = j.losses + e.loss,
                dispatched_at = coalesce(j.dispatched_at, a.dispatched_at),
                started_at = coalesce(j.started_at, a.started_at,
                  case when e.started_ms is not null then greatest(a.dispatched_at, now() - make_interval(secs => e.started_ms / 1000.0)) end),
                ended_at = greatest(a.dispatched_at, now() - make_interval(secs => e.ended_ms / 1000.0))
              from ending e
              cross join lateral (
                select dispatched_at, started_at from attempt where job_id = e.job_id and attempt = e.attempt limit 1
              ) a
              where j.id = any(array[e.job_id]) and j.attempt = e.attempt and j.state in ('DISPATCHED', 'RUNNING', 'DEFINED', 'TEMPLATE')
              returning j.started_at, j.ended_at, j.workflow_id, e.*
            ), unqueued as (
              delete from ready where job_id = any(array(select job_id from ending where was = 'DEFINED'))
            ), marked as (
              update attempt a
              set live = false, result = m.result, reason = case when m.result = 'FAILED' then m.reason end,
                exit_code = m.exit_code, signal = m.signal, message = m.message, started_at = m.started_at, ended_at = m.ended_at,
                cpu_ms = m.cpu_ms, memory_mb = m.memory_mb
              from moved m
              where a.job_id = any(array[m.job_id]) and a.attempt = m.attempt
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
              select 'job', m.job_id, step.from_state, step.to_state, m.actor, step.reason, m.attempt
              from moved m
              cross join lateral (
                select 1 as n, m.was as from_state, 'RUNNING' as to_state, null as reason
                where m.was = 'DISPATCHED' and m.started_ms is not null
                union all
                select 2, case when m.was = 'DISPATCHED' and m.started_ms is not null then 'RUNNING' else m.was end, 'FAILED',
                  m.reason || coalesce(': ' || m.message, '')
              ) step
              order by m.job_id, step.n
            )
            select job_id, workflow_id from moved
            """;

    private static final String REQUEUE = ENDINGS + """
            moved as (
              update job j
              set state = 'DEFINED', message = e.message, failures = j.failures + e.failure, losses = j.losses + e.loss,
                dispatched_at = null, started_at = null
              from ending e
              where j.id = any(array[e.job_id]) and j.attempt = e.attempt and j.state in ('DISPATCHED', 'RUNNING')
              returning j.jobtype, j.requirement_id, j.priority, j.useful_until, j.workflow_id, e.*
            ), queued as (
              insert into ready (class_id, priority, seq, job_id, useful_until)
              select m.requirement_id, m.priority, case when t.newest_first then -m.job_id else m.job_id end, m.job_id, m.useful_until
              from moved m
              cross join lateral (select newest_first from job_type where name = m.jobtype limit 1) t
            ), marked as (
              update attempt a
              set live = false, result = m.result, reason = m.reason, exit_code = m.exit_code, signal = m.signal, message = m.message,
                started_at = coalesce(a.started_at,
                  case when m.started_ms is not null then greatest(a.dispatched_at, now() - make_interval(secs => m.started_ms / 1000.0)) end),
                ended_at = greatest(a.dispatched_at, now() - make_interval(secs => m.ended_ms / 1000.0)),
                cpu_ms = m.cpu_ms, memory_mb = m.memory_mb
              from moved m
              where a.job_id = any(array[m.job_id]) and a.attempt = m.attempt
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason, attempt)
              select 'job', m.job_id, step.from_state, step.to_state, m.actor, step.reason, m.attempt
              from moved m
              cross join lateral (
                select 1 as n, m.was as from_state, 'RUNNING' as to_state, null as reason
                where m.was = 'DISPATCHED' and m.started_ms is not null
                union all
                select 2, case when m.was = 'DISPATCHED' and m.started_ms is not null then 'RUNNING' else m.was end, 'DEFINED',
                  coalesce(m.reason || ': ', '') || coalesce(m.message, 'tried again')
              ) step
              order by m.job_id, step.n
            )
            select job_id, workflow_id from moved
            """;

    // The job waits already: only the books of the suspended attempt change.
    private static final String NOTE = ENDINGS + """
            counted as (
              update job j
              set failures = j.failures + e.failure, message = e.message
              from ending e
              where j.id = any(array[e.job_id]) and j.attempt = e.attempt and j.state in ('DEFINED', 'TEMPLATE')
            )
            update attempt a
            set result = e.result, reason = e.reason, exit_code = e.exit_code, signal = e.signal, message = e.message,
              ended_at = greatest(a.dispatched_at, now() - make_interval(secs => e.ended_ms / 1000.0)),
              cpu_ms = e.cpu_ms, memory_mb = e.memory_mb
            from ending e
            where a.job_id = any(array[e.job_id]) and a.attempt = e.attempt and not a.live and a.result in ('PILOT_LOST', 'NEVER_CONFIRMED')
            returning a.job_id, null::bigint as workflow_id
            """;

    private final JdbcClient db;

    EndingSql(JdbcClient db) {
        this.db = db;
    }

    /** @param agoMs age of the payload's start */
    record Start(AttemptId attempt, long agoMs) {}

    void start(List<Start> starts) {
        if (!starts.isEmpty()) {
            db.sql(START)
                    .param(
                            "jobs",
                            Columns.array(
                                    "bigint", starts, it -> it.attempt().job().value()))
                    .param(
                            "attempts",
                            Columns.array("integer", starts, it -> it.attempt().attempt()))
                    .param("ages", Columns.array("bigint", starts, Start::agoMs))
                    .update();
        }
    }

    void confirm(List<AttemptId> attempts) {
        if (!attempts.isEmpty()) {
            db.sql(CONFIRM)
                    .param(
                            "jobs",
                            Columns.array("bigint", attempts, it -> it.job().value()))
                    .param("attempts", Columns.array("integer", attempts, AttemptId::attempt))
                    .update();
        }
    }

    /** Each gives the jobs that belong to a workflow. */
    List<Moved> finish(List<Ending> endings) {
        return write(FINISH, endings, JobState.FINISHED);
    }

    List<Moved> fail(List<Ending> endings) {
        return write(FAIL, endings, JobState.FAILED);
    }

    List<Moved> requeue(List<Ending> endings) {
        return write(REQUEUE, endings, JobState.DEFINED);
    }

    void note(List<Ending> endings) {
        write(NOTE, endings, JobState.DEFINED);
    }

    private List<Moved> write(String sql, List<Ending> endings, JobState to) {
        if (endings.isEmpty()) {
            return List.of();
        }
        var ofWorkflows = new ArrayList<Moved>();
        var listed = listed(endings);
        var written = db.sql(sql)
                .param(
                        "jobs",
                        Columns.array(
                                "bigint", endings, it -> it.was().id().job().value()))
                .param(
                        "attempts",
                        Columns.array("integer", endings, it -> it.was().id().attempt()))
                .param(
                        "was",
                        Columns.array("text", endings, it -> it.was().state().name()))
                .param("results", Columns.array("text", endings, Ending::result))
                .param(
                        "reasons",
                        Columns.array(
                                "text",
                                endings,
                                it -> it.reason() == null ? null : it.reason().name()))
                .param("exits", Columns.array("integer", endings, Ending::exitCode))
                .param("signals", Columns.array("integer", endings, Ending::signal))
                .param("messages", Columns.array("text", endings, Ending::message))
                .param("started", Columns.array("bigint", endings, Ending::startedAgoMs))
                .param("ended", Columns.array("bigint", endings, Ending::endedAgoMs))
                .param("failures", Columns.array("integer", endings, it -> it.failure() ? 1 : 0))
                .param("losses", Columns.array("integer", endings, it -> it.loss() ? 1 : 0))
                .param("actors", Columns.array("text", endings, Ending::actor))
                .param("cpu", Columns.array("bigint", endings, Ending::cpuMs))
                .param("memory", Columns.array("integer", endings, Ending::memoryMb))
                .query((row, n) -> {
                    var job = row.getLong("job_id");
                    var workflow = Rows.bigint(row, "workflow_id");
                    if (workflow != null) {
                        ofWorkflows.add(new Moved(job, workflow, to, listed.get(job)));
                    }
                    return job;
                })
                .list();
        // Nothing is acknowledged that was not written: the round is undone.
        if (written.size() != endings.size()) {
            throw new IllegalStateException(
                    "Of " + endings.size() + " endings " + written.size() + " were written: " + endings);
        }
        return ofWorkflows;
    }

    /** Items by the job that listed them. */
    private static Map<Long, List<String>> listed(List<Ending> endings) {
        var listed = new HashMap<Long, List<String>>();
        for (var ending : endings) {
            var items = ending.items();
            if (items != null) {
                listed.put(ending.was().id().job().value(), items);
            }
        }
        return listed;
    }
}
