package org.freshet.server.freshness;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.FreshnessView.CountsFrom;
import org.freshet.protocol.JobState;
import org.freshet.server.freshness.TypeFreshness.Open;
import org.freshet.server.freshness.TypeFreshness.Result;
import org.freshet.server.freshness.TypeFreshness.Since;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads how far the results of each job type are behind their data. */
@Repository
class FreshTypesSql {

    // What a person put into the queue (again) is waited for since then; event_of_entity knows.
    private static final String SINCE = """
            (
                     select coalesce(b.at, ROW_SINCE) as since,
                            case when b.at is not null then 'QUEUED_AGAIN' when ROW_IS_DATA then 'DATA' else 'DEFINITION' end as counts_from
                       from (select max(e.at) as at
                               from event e
                              where e.entity = 'job'
                                and e.entity_id = ROW.id
                                and e.at >= ROW.defined_at
                                and e.to_state in ('DEFINED', 'TEMPLATE')
                                and e.from_state <> e.to_state
                                and e.actor like 'user %') b)""";

    // The newest result of each type by attempt_finished, its failures by attempt_failed, what runs by
    // attempt_live_of_type.
    // What waits is counted by one pass over the queue, whose rows are few and narrow. Which of them waits for longest:
    // jumps
    // along ready_order from class to class and from priority to priority, and looks at the ten oldest of each, one by
    // one:
    // without the offset, all jobs might be read for them.
    private static final String TYPES = """
            with recursive head as (
              (select class_id, priority from ready order by class_id, priority desc limit 1)
              union all
              select n.class_id, n.priority
                from head h
               cross join lateral (
                       (select r.class_id, r.priority from ready r
                         where r.class_id = h.class_id and r.priority < h.priority
                         order by r.priority desc limit 1)
                       union all
                       (select r.class_id, r.priority from ready r
                         where r.class_id > h.class_id
                         order by r.class_id, r.priority desc limit 1)
                       limit 1) n
            ), queued as (
              select q.jobtype, sum(w.jobs) as jobs
                from (select class_id, count(*) as jobs from ready group by class_id) w
                join requirement q on q.id = w.class_id
               group by q.jobtype
            ), taken as (
              select jobtype, count(*) as jobs from attempt where live group by jobtype
            ), candidate as (
              select o.job_id
                from head h
               cross join lateral (
                       (select r.job_id from ready r where r.class_id = h.class_id and r.priority = h.priority
                         order by r.seq limit 10)
                       union
                       (select r.job_id from ready r where r.class_id = h.class_id and r.priority = h.priority
                         order by r.seq desc limit 10)) o
              union
              select o.job_id
                from job_type t
               cross join lateral (
                       select job_id from attempt where live and jobtype = t.name order by job_id limit 10) o
            ), oldest as (
              select distinct on (j.jobtype) j.jobtype, j.id, j.state, w.since, w.counts_from
                from candidate o
               cross join lateral (select * from job where id = o.job_id offset 0) j
               cross join lateral SINCE_OF_j w
               order by j.jobtype, w.since, j.id
            ), failed as materialized (
              select jobtype, ended_at, result
                from attempt
               where result in ('FAILED', 'PILOT_LOST')
                 and ended_at > now() - interval '1 hour'
               order by ended_at desc
               limit 10000
            )
            select now() as now, t.name, t.late_after_s,
                   coalesce(cast(q.jobs as bigint), 0) as waiting, coalesce(k.jobs, 0) as running,
                   (select count(*) from failed f
                     where f.jobtype = t.name and f.result = 'FAILED' and f.ended_at > coalesce(l.ended_at, timestamptz 'epoch')) as failing,
                   r.id as result_job, l.ended_at as result_at, w.since as result_since, w.counts_from as result_from,
                   o.id as open_job, o.state as open_state, o.since as open_since, o.counts_from as open_from
              from job_type t
              left join queued q on q.jobtype = t.name
              left join taken k on k.jobtype = t.name
              left join lateral (
                     select a.job_id, a.ended_at
                       from attempt a
                      where a.jobtype = t.name and a.result = 'FINISHED'
                      order by a.ended_at desc
                      limit 1) l on true
              left join job r on r.id = l.job_id
              left join lateral SINCE_OF_r w on true
              left join oldest o on o.jobtype = t.name
             order by t.name
            """.replace("SINCE_OF_j", since("j")).replace("SINCE_OF_r", since("r"));

    private final JdbcClient db;

    FreshTypesSql(JdbcClient db) {
        this.db = db;
    }

    private static String since(String job) {
        return SINCE.replace("ROW_SINCE", CountedSince.of(job))
                .replace("ROW_IS_DATA", CountedSince.isData(job))
                .replace("ROW", job);
    }

    /**
     * All job types by name.
     *
     * @param standard the limit of those that say nothing themselves
     */
    List<TypeFreshness> types(Duration standard) {
        return db.sql(TYPES).query((row, n) -> type(row, standard)).list();
    }

    private static TypeFreshness type(ResultSet row, Duration standard) throws SQLException {
        var limit = Rows.integer(row, "late_after_s");
        return new TypeFreshness(
                Rows.requiredInstant(row, "now"),
                row.getString("name"),
                limit == null ? standard : Duration.ofSeconds(limit),
                row.getLong("waiting"),
                row.getLong("running"),
                row.getLong("failing"),
                result(row),
                open(row));
    }

    private static @Nullable Result result(ResultSet row) throws SQLException {
        var job = row.getObject("result_job", Long.class);
        return job == null ? null : new Result(job, Rows.requiredInstant(row, "result_at"), since(row, "result"));
    }

    private static @Nullable Open open(ResultSet row) throws SQLException {
        var job = row.getObject("open_job", Long.class);
        return job == null
                ? null
                : new Open(
                        job, JobState.valueOf(Objects.requireNonNull(row.getString("open_state"))), since(row, "open"));
    }

    private static Since since(ResultSet row, String of) throws SQLException {
        return new Since(
                Rows.requiredInstant(row, of + "_since"),
                CountsFrom.valueOf(Objects.requireNonNull(row.getString(of + "_from"))));
    }
}
