package org.freshet.server.dashboard.job;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.datasets.DatasetPagesSql;
import org.freshet.server.dashboard.job.Neighbours.Tally;
import org.freshet.server.dashboard.page.Kin;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.ResultRow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what one job's page shows. */
@Component
class JobPageSql {

    private static final String FACTS = """
            select now() as now, j.*, jsonb_pretty(j.metadata) as metadata_text,
                   r.site as requested_site, r.cores, r.memory_mb, r.disk_mb, r.tags, p.site, p.host
              from job j
              join requirement r on r.id = j.requirement_id
              left join pilot p on p.id = j.pilot_id
             where j.id = :id
            """;

    private static final String ENV = """
            select e.key, e.value
              from job j, jsonb_each_text(j.env) e
             where j.id = :id
             order by e.key
            """;

    private static final String ATTEMPTS = """
            select now() as now, a.attempt, a.pilot_id, a.site, a.host, p.batch_id, a.live, a.dispatched_at,
                   a.started_at, a.ended_at, a.result, a.reason, a.exit_code, a.signal, a.message, a.cpu_ms, a.memory_mb
              from attempt a
              left join pilot p on p.id = a.pilot_id
             where a.job_id = :id
             order by a.attempt desc
            """;

    // Of one that hundreds wait for, as many as a person looks at, and one more that tells of others. What it still
    // waits
    // for comes first.
    private static final String PARENTS = """
            select j.id, j.vertex, j.state
              from vertex_parent p
              join job j on j.id = p.parent
             where p.child = :id
             order by j.state = 'FINISHED', j.id
             limit 31
            """;

    private static final String CHILDREN = """
            select j.id, j.vertex, j.state
              from vertex_parent p
              join job j on j.id = p.child
             where p.parent = :id
             order by j.id
             limit 31
            """;

    // Served by dataset_of_target and dataset_of_source. Ordered by a sum, since dataset_pk would be walked for long to
    // those of an old job.
    private static final String FILES = """
            select now() as now, d.*, s.vertex as source, s.state as source_state, t.vertex as target
              from ((select * from dataset where target_job = :id order by id + 0 limit 31)
                    union all
                    (select * from dataset where source_job = :id order by id + 0 limit 31)) d
              left join job s on s.id = d.source_job
              left join job t on t.id = d.target_job
             order by d.source_job is not distinct from :id, d.id
            """;

    // Served by attempt_of_type, job_of_run, pilot_of_host and attempt_of_pilot. Ends when enough is counted.
    private static final String NEIGHBOURS = """
            select t.finished as type_finished, t.failed as type_failed, t.every as type_all,
                   r.finished as run_finished, r.failed as run_failed, r.every as run_all,
                   h.finished as host_finished, h.failed as host_failed, h.every as host_all,
                   j.run, l.host,
                   b.id as before_id, f.id as after_id
              from job j
              left join attempt l on l.job_id = j.id and l.attempt = j.attempt
             cross join lateral (
                     select count(*) filter (where result = 'FINISHED') as finished,
                            count(*) filter (where result in ('FAILED', 'PILOT_LOST')) as failed, count(*) as every
                       from (select result from attempt a
                              where a.jobtype = j.jobtype and a.dispatched_at > now() - interval '1 hour'
                              order by a.dispatched_at desc limit :counted) x) t
             cross join lateral (
                     select count(*) filter (where state = 'FINISHED') as finished,
                            count(*) filter (where state = 'FAILED') as failed, count(*) as every
                       from (select state from job o where o.run = j.run limit :counted) x) r
             cross join lateral (
                     select count(*) filter (where result = 'FINISHED') as finished,
                            count(*) filter (where result in ('FAILED', 'PILOT_LOST')) as failed, count(*) as every
                       from (select a.result
                               from pilot p
                               join attempt a on a.pilot_id = p.id
                              where p.host = l.host and a.dispatched_at > now() - interval '1 hour'
                              limit :counted) x) h
              left join lateral (
                     select o.id from job o
                      where o.run = j.run and o.subrun < j.subrun and o.jobtype = j.jobtype
                      order by o.subrun desc, o.id desc limit 1) b on true
              left join lateral (
                     select o.id from job o
                      where o.run = j.run and o.subrun > j.subrun and o.jobtype = j.jobtype
                      order by o.subrun, o.id desc limit 1) f on true
             where j.id = :id
            """;

    // Served by purged_jobs_which and event_of_entity. Of what went before purges were written down, the history tells.
    private static final String PURGED = """
            select now() as now, p.at, p.by, e.to_state, e.at as ended_at
              from (select 1) one
              left join lateral (
                     select at, by from purged_jobs
                      where ids @> cast(:id as bigint)
                      order by at desc
                      limit 1) p on true
              left join lateral (
                     select to_state, at from event
                      where entity = 'job' and entity_id = :id and at <= coalesce(p.at, 'infinity')
                      order by at desc
                      limit 1) e on true
             where p.at is not null or e.at is not null
            """;

    private final JdbcClient db;

    JobPageSql(JdbcClient db) {
        this.db = db;
    }

    Optional<JobFacts> facts(long id) {
        return db.sql(FACTS)
                .param("id", id)
                .query((columns, number) -> facts(new ResultRow(columns)))
                .optional();
    }

    /** The job's own variables, by name. */
    SequencedMap<String, String> env(long id) {
        SequencedMap<String, String> env = new LinkedHashMap<>();
        db.sql(ENV).param("id", id).query(columns -> {
            env.put(columns.getString("key"), columns.getString("value"));
        });
        return env;
    }

    /** Latest first. */
    List<AttemptRow> attempts(long id) {
        return db.sql(ATTEMPTS)
                .param("id", id)
                .query((columns, number) -> attempt(new ResultRow(columns)))
                .list();
    }

    /** Of those that it waits for in its workflow, one more than {@link Kin#SHOWN} at most. */
    List<Kin> parents(long id) {
        return kin(PARENTS, id);
    }

    /** Of those that wait for it, one more than {@link Kin#SHOWN} at most. */
    List<Kin> children(long id) {
        return kin(CHILDREN, id);
    }

    /** The files that it reads, then those that it writes: of each one more than {@link Kin#SHOWN} at most. */
    JobFiles files(long id) {
        var files = db.sql(FILES).param("id", id).query(DatasetPagesSql::row).list();
        return JobFiles.of(id, files);
    }

    /** What has something in common with a job that exists. */
    Neighbours neighbours(long id) {
        return db.sql(NEIGHBOURS)
                .param("id", id)
                .param("counted", Neighbours.COUNTED)
                .query((columns, number) -> neighbours(new ResultRow(columns)))
                .optional()
                .orElse(Neighbours.NONE);
    }

    private static Neighbours neighbours(ResultRow row) throws SQLException {
        return new Neighbours(
                tally(row, "type"),
                row.textOrNull("host") == null ? null : tally(row, "host"),
                row.numberOrNull("run") == null ? null : tally(row, "run"),
                row.numberOrNull("before_id"),
                row.numberOrNull("after_id"));
    }

    private static Tally tally(ResultRow row, String of) throws SQLException {
        return new Tally(row.number(of + "_finished"), row.number(of + "_failed"), row.number(of + "_all"));
    }

    /** That the job was purged; empty if nobody knows of it. */
    Optional<Purged> purged(long id) {
        return db.sql(PURGED)
                .param("id", id)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    var now = row.instant("now");
                    return new Purged(
                            Moment.ofNullable(row.instantOrNull("at"), now),
                            row.textOrNull("by"),
                            row.textOrNull("to_state"),
                            Moment.ofNullable(row.instantOrNull("ended_at"), now));
                })
                .optional();
    }

    private List<Kin> kin(String statement, long id) {
        return db.sql(statement)
                .param("id", id)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new Kin(row.number("id"), row.text("vertex"), row.choice(JobState.class, "state"));
                })
                .list();
    }

    private static JobFacts facts(ResultRow row) throws SQLException {
        return new JobFacts(
                row.instant("now"),
                row.number("id"),
                row.text("name"),
                row.text("jobtype"),
                row.choice(JobState.class, "state"),
                row.choiceOrNull(FailureReason.class, "reason"),
                row.textOrNull("message"),
                row.integer("attempt"),
                row.numberOrNull("pilot_id"),
                row.integerOrNull("exit_code"),
                row.integerOrNull("signal"),
                row.integer("priority"),
                row.integer("failures"),
                row.integer("losses"),
                row.instant("defined_at"),
                row.instantOrNull("dispatched_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                row.instantOrNull("useful_until"),
                row.text("owner"),
                row.textOrNull("key"),
                row.text("payload"),
                row.integer("time_limit_s"),
                row.integer("retries"),
                row.integer("max_losses"),
                row.flag("exclusive"),
                row.texts("outputs"),
                row.instantOrNull("data_time"),
                row.numberOrNull("run"),
                row.numberOrNull("subrun"),
                row.textOrNull("metadata_text"),
                row.numberOrNull("workflow_id"),
                row.textOrNull("vertex"),
                row.textOrNull("requested_site"),
                row.integer("cores"),
                row.integer("memory_mb"),
                row.integer("disk_mb"),
                row.texts("tags"),
                row.textOrNull("site"),
                row.textOrNull("host"));
    }

    /** A row of any statement that has the columns of {@code attempt}. */
    static AttemptRow attempt(ResultRow row) throws SQLException {
        return new AttemptRow(
                row.instant("now"),
                row.integer("attempt"),
                row.number("pilot_id"),
                row.textOrNull("site"),
                row.textOrNull("host"),
                row.textOrNull("batch_id"),
                row.flag("live"),
                row.instant("dispatched_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                row.textOrNull("result"),
                row.choiceOrNull(FailureReason.class, "reason"),
                row.integerOrNull("exit_code"),
                row.integerOrNull("signal"),
                row.textOrNull("message"),
                row.numberOrNull("cpu_ms"),
                row.integerOrNull("memory_mb"));
    }
}
