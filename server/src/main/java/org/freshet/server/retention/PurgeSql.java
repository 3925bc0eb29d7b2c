package org.freshet.server.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Removes in batches. Each statement names the final states by itself, so that nothing else can be removed by it whoever
 * asks; rows that others hold are left to the next time.
 */
@Repository
class PurgeSql {

    private static final String CUTOFF = """
            select now() - make_interval(secs => :age)
            """;

    // Along the primary key, whose order is that of time: a window in which all jobs are younger than the cutoff is the
    // last.
    private static final String JOB_WINDOW = """
            select max(id) as last, min(defined_at) as oldest
            from (select id, defined_at from job where id > :after order by id limit 5000) looked
            """;

    // A job of a workflow goes with its workflow only.
    private static final String LOCK_JOBS = """
            select j.id, j.ended_at
            from job j
            where j.id > :after and j.id <= :last
              and j.state in ('FINISHED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')
              and (cardinality(:states) = 0 or j.state = any(:states))
              and j.ended_at < :before and j.workflow_id is null
            order by j.id
            for update skip locked
            """;

    // The attempts' rows come before the logs' in the order of locks.
    private static final String LOCK_ATTEMPTS = """
            select job_id from attempt where job_id = any(:jobs) order by job_id, attempt for update
            """;

    private static final String DELETE_LOGS_OF_JOBS = """
            delete from job_log where job_id = any(:jobs)
            """;

    private static final String DELETE_ATTEMPTS = """
            delete from attempt where job_id = any(:jobs)
            """;

    private static final String DELETE_JOBS = """
            with gone as (
              delete from job where id = any(:jobs) returning id
            ), noted as (
              insert into purged_jobs (ids, by)
              select range_agg(int8range(id, id, '[]')), :by from gone having count(*) > 0
            )
            select count(*) from gone
            """;

    private static final String COUNT_JOBS = """
            with chosen as (
              select j.id, j.ended_at
              from job j
              where j.state in ('FINISHED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')
                and (cardinality(:states) = 0 or j.state = any(:states))
                and j.ended_at < :before and j.workflow_id is null and j.id > :after and j.id <= :last
            )
            select count(*) as jobs, min(ended_at) as oldest, max(ended_at) as newest,
              (select count(*) from attempt where job_id in (select id from chosen)) as attempts,
              (select count(*) from job_log where job_id in (select id from chosen)) as logs
            from chosen
            """;

    // The row stays, so that a page can say that there was a log. Served by job_log_kept.
    private static final String EMPTY_LOGS = """
            with chosen as (
              select l.job_id, l.attempt, l.stream, l.at, length(l.head) + length(l.tail) as bytes
              from job_log l
              join job j on j.id = l.job_id
              where l.removed_at is null and l.at < :before and l.at >= :from
                and j.state in ('FINISHED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')
                and (cardinality(:states) = 0 or j.state = any(:states))
              order by l.at
              limit 1000
              for update of l skip locked
            ), emptied as (
              update job_log l
              set head = '', tail = '', removed_at = now()
              from chosen c
              where l.job_id = c.job_id and l.attempt = c.attempt and l.stream = c.stream
            )
            select count(*) as logs, coalesce(sum(bytes), 0) as bytes, min(at) as oldest, max(at) as newest from chosen
            """;

    private static final String COUNT_LOGS = """
            select count(*) as logs, coalesce(sum(length(l.head) + length(l.tail)), 0) as bytes, min(l.at) as oldest, max(l.at) as newest
            from job_log l
            join job j on j.id = l.job_id
            where l.removed_at is null and l.at < :before
              and j.state in ('FINISHED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SKIPPED')
              and (cardinality(:states) = 0 or j.state = any(:states))
            """;

    // A lost pilot whose attempt still counts may come back with its result.
    private static final String DELETE_PILOTS = """
            with chosen as (
              select p.id, p.ended_at
              from pilot p
              where p.state in ('STOPPED', 'KILLED', 'LOST')
                and (cardinality(:states) = 0 or p.state = any(:states))
                and p.ended_at < :before
                and not exists (
                  select
                  from attempt a
                  join job j on j.id = a.job_id
                  where a.pilot_id = p.id and (a.live or (j.attempt = a.attempt and j.state in ('DEFINED', 'TEMPLATE')))
                )
              order by p.id
              limit 1000
              for update of p skip locked
            ), gone as (
              delete from pilot using chosen where pilot.id = chosen.id
            )
            select count(*) as things, min(ended_at) as oldest, max(ended_at) as newest from chosen
            """;

    private static final String COUNT_PILOTS = """
            select count(*) as things, min(p.ended_at) as oldest, max(p.ended_at) as newest
            from pilot p
            where p.state in ('STOPPED', 'KILLED', 'LOST')
              and (cardinality(:states) = 0 or p.state = any(:states))
              and p.ended_at < :before
              and not exists (
                select
                from attempt a
                join job j on j.id = a.job_id
                where a.pilot_id = p.id and (a.live or (j.attempt = a.attempt and j.state in ('DEFINED', 'TEMPLATE')))
              )
            """;

    private static final String DELETE_SERVICE_LOG = """
            with gone as (
              delete from service_log
              where id in (select id from service_log where at < :before order by id limit 5000 for update skip locked)
              returning at
            )
            select count(*) as things, min(at) as oldest, max(at) as newest from gone
            """;

    private static final String COUNT_SERVICE_LOG = """
            select count(*) as things, min(at) as oldest, max(at) as newest from service_log where at < :before
            """;

    // Rows without a key are told by their place.
    private static final String DELETE_AUDIT = """
            with gone as (
              delete from event_audit
              where ctid = any(array(select ctid from event_audit where at < :before limit 5000 for update skip locked))
              returning at
            )
            select count(*) as things, min(at) as oldest, max(at) as newest from gone
            """;

    // Of those that were made for a login at a provider and that nobody can show. What people have is listed for ever.
    private static final String DELETE_LOGINS = """
            with gone as (
              delete from token
              where id in (
                select t.id
                from token t
                join account a on a.id = t.account_id
                where t.name = 'login by OpenID Connect' and t.made_with is null and a.issuer is not null
                  and t.expires_at < :before
                  and not exists (select from token made where made.made_with = t.id)
                order by t.id
                limit 1000
                for update of t skip locked
              )
              returning expires_at
            )
            select count(*) as things, min(expires_at) as oldest, max(expires_at) as newest from gone
            """;

    // Served by alarm_over.
    private static final String DELETE_ALARMS = """
            with gone as (
              delete from alarm
              where id in (select id from alarm where cleared_at < :before order by id limit 1000 for update skip locked)
              returning cleared_at
            )
            select count(*) as things, min(cleared_at) as oldest, max(cleared_at) as newest from gone
            """;

    private static final String DELETE_SILENCES = """
            with gone as (
              delete from alarm_silence
              where id in (select id from alarm_silence where until < :before order by id limit 1000 for update skip locked)
              returning until
            )
            select count(*) as things, min(until) as oldest, max(until) as newest from gone
            """;

    // Served by shift_note_at.
    private static final String DELETE_SHIFT_NOTES = """
            with gone as (
              delete from shift_note
              where id in (select id from shift_note where at < :before order by id limit 1000 for update skip locked)
              returning at
            )
            select count(*) as things, min(at) as oldest, max(at) as newest from gone
            """;

    private final JdbcClient db;

    PurgeSql(JdbcClient db) {
        this.db = db;
    }

    /** The instant so long ago, on the database's clock. */
    Instant cutoff(Duration age) {
        return db.sql(CUTOFF)
                .param("age", (double) age.toSeconds())
                .query((row, n) -> row.getObject(1, OffsetDateTime.class))
                .single()
                .toInstant();
    }

    /**
     * The next jobs to look at.
     *
     * @param last the largest id; null = there are no more jobs
     * @param oldest when the oldest of them was submitted
     */
    record Window(@Nullable Long last, @Nullable Instant oldest) {}

    Window windowAfter(long job) {
        return db.sql(JOB_WINDOW)
                .param("after", job)
                .query((row, n) -> new Window(Rows.bigint(row, "last"), Rows.instant(row, "oldest")))
                .single();
    }

    /** Removes those of the window that are due. */
    Removed deleteJobs(long after, long last, Due due) {
        record Chosen(long id, Instant endedAt) {}
        var chosen = due(LOCK_JOBS, due)
                .param("after", after)
                .param("last", last)
                .query((row, n) -> new Chosen(row.getLong("id"), Rows.requiredInstant(row, "ended_at")))
                .list();
        if (chosen.isEmpty()) {
            return Removed.NOTHING;
        }
        var gone = deleteLocked(chosen.stream().map(Chosen::id).toList(), due.by());
        return Removed.of("jobs", chosen.stream().map(Chosen::endedAt).toList())
                .with("attempts", gone.attempts())
                .with("logs", gone.logs());
    }

    /** How many went. */
    record Gone(long jobs, long attempts, long logs) {}

    /**
     * Removes jobs, which are locked, with their attempts and logs, and writes down that they were there.
     *
     * @param by who wants it, as an actor
     */
    Gone deleteLocked(Collection<Long> jobs, String by) {
        var ids = Columns.bigints(jobs);
        db.sql(LOCK_ATTEMPTS).param("jobs", ids).query(Long.class).list();
        var logs = db.sql(DELETE_LOGS_OF_JOBS).param("jobs", ids).update();
        var attempts = db.sql(DELETE_ATTEMPTS).param("jobs", ids).update();
        var gone = db.sql(DELETE_JOBS)
                .param("jobs", ids)
                .param("by", by)
                .query(Long.class)
                .single();
        return new Gone(gone, attempts, logs);
    }

    /** What {@link #deleteJobs} would remove. */
    Removed countJobs(long after, long last, Due due) {
        return due(COUNT_JOBS, due)
                .param("after", after)
                .param("last", last)
                .query((row, n) -> removed("jobs", row)
                        .with("attempts", row.getLong("attempts"))
                        .with("logs", row.getLong("logs")))
                .single();
    }

    /** @param from when the newest one of the batch before was written */
    Removed emptyLogs(Instant from, Due due) {
        return due(EMPTY_LOGS, due)
                .param("from", Rows.parameter(from))
                .query(PurgeSql::logs)
                .single();
    }

    Removed countLogs(Due due) {
        return due(COUNT_LOGS, due).query(PurgeSql::logs).single();
    }

    Removed deletePilots(Due due) {
        return due(DELETE_PILOTS, due).query((row, n) -> things("pilots", row)).single();
    }

    Removed countPilots(Due due) {
        return due(COUNT_PILOTS, due).query((row, n) -> things("pilots", row)).single();
    }

    Removed deleteServiceLog(Instant before) {
        return older(DELETE_SERVICE_LOG, before)
                .query((row, n) -> things("entries", row))
                .single();
    }

    Removed countServiceLog(Instant before) {
        return older(COUNT_SERVICE_LOG, before)
                .query((row, n) -> things("entries", row))
                .single();
    }

    Removed deleteAudit(Instant before) {
        return older(DELETE_AUDIT, before)
                .query((row, n) -> things("audited changes", row))
                .single();
    }

    /** @param before when the login ended by itself */
    Removed deleteLogins(Instant before) {
        return older(DELETE_LOGINS, before)
                .query((row, n) -> things("logins", row))
                .single();
    }

    /** Of what is over: alarms, silences and what was noted in shifts. */
    Removed deleteAlarms(Instant before) {
        return gone(DELETE_ALARMS, "alarms", before)
                .plus(gone(DELETE_SILENCES, "silences", before))
                .plus(gone(DELETE_SHIFT_NOTES, "shift notes", before));
    }

    private Removed gone(String sql, String kind, Instant before) {
        return older(sql, before).query((row, n) -> things(kind, row)).single();
    }

    private JdbcClient.StatementSpec older(String sql, Instant before) {
        return db.sql(sql).param("before", Rows.parameter(before));
    }

    private JdbcClient.StatementSpec due(String sql, Due due) {
        return older(sql, due.before()).param("states", Columns.texts(due.states()));
    }

    private static Removed logs(ResultSet row, int n) throws SQLException {
        return removed("logs", row).with("bytes", row.getLong("bytes"));
    }

    private static Removed things(String kind, ResultSet row) throws SQLException {
        return Removed.of(kind, row.getLong("things"), Rows.instant(row, "oldest"), Rows.instant(row, "newest"));
    }

    private static Removed removed(String kind, ResultSet row) throws SQLException {
        return Removed.of(kind, row.getLong(kind), Rows.instant(row, "oldest"), Rows.instant(row, "newest"));
    }
}
