package org.freshet.server.dashboard.types;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.freshet.server.dashboard.audit.AuditPagesSql;
import org.freshet.server.dashboard.freshness.Freshness;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.ResultRow;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what the pages about job types show. Nothing here reads the table of jobs as a whole. */
@Component
class TypePagesSql {

    /** So many of the latest attempts of a type say how long its jobs wait and run. */
    static final int RECENT = 500;

    // Served by job_type_pk, ready_order, attempt_live_of_type, attempt_failed and attempt_of_type.
    private static final String TYPES = """
            with waiting as (
              select q.jobtype, count(*) as jobs
                from requirement q
                join ready r on r.class_id = q.id
               where cast(:only as text) is null or q.jobtype = :only
               group by q.jobtype
            ), running as (
              select jobtype, count(*) as jobs from attempt where live group by jobtype
            ), failed as (
              select a.jobtype, count(*) as jobs
                from attempt a
                join job j on j.id = a.job_id and j.attempt = a.attempt and j.state = 'FAILED'
               where a.result in ('FAILED', 'PILOT_LOST')
                 and a.ended_at > now() - interval '24 hours'
                 and (cast(:only as text) is null or a.jobtype = :only)
               group by a.jobtype
            )
            select now() as now, t.id, t.name, t.max_running, t.newest_first, coalesce(w.jobs, 0) as waiting,
                   coalesce(r.jobs, 0) as running, coalesce(f.jobs, 0) as failed, d.recent, d.wait_s, d.run_s
              from (select *
                      from job_type
                     where (cast(:only as text) is null or name = :only)
                       and (cast(:after as text) is null or name > :after)
                     order by name
                     limit :limit) t
              left join waiting w on w.jobtype = t.name
              left join running r on r.jobtype = t.name
              left join failed f on f.jobtype = t.name
             cross join lateral (
                     select count(*) as recent,
                            percentile_cont(0.5) within group (
                              order by cast(extract(epoch from s.dispatched_at - j.defined_at) as double precision))
                              filter (where s.attempt = 1) as wait_s,
                            percentile_cont(0.5) within group (
                              order by cast(extract(epoch from s.ended_at - s.started_at) as double precision))
                              filter (where s.result = 'FINISHED' and s.started_at is not null) as run_s
                       from (select *
                               from attempt a
                              where a.jobtype = t.name
                                and a.dispatched_at > now() - interval '24 hours'
                              order by a.dispatched_at desc
                              limit :recent) s
                       join job j on j.id = s.job_id) d
             order by t.name
            """;

    private static final String COUNT = "select count(*) from job_type";

    // Served by event_of_entity_audit.
    private static final String CHANGES = """
            select now() as now, e.at, e.actor, %s as what, e.reason
              from event e
             where e.entity = 'jobtype'
               and e.entity_id = :id
             order by e.at desc
             limit 100
            """.formatted(AuditPagesSql.PARTICULARS);

    private final JdbcClient db;

    TypePagesSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * By name.
     *
     * @param after only names behind this one; null from the first
     * @param fresh how fresh their results are
     */
    List<TypeRow> types(@Nullable String after, int limit, Map<String, Freshness> fresh) {
        return types(null, after, limit, fresh);
    }

    List<TypeRow> type(String name, Map<String, Freshness> fresh) {
        return types(name, null, 1, fresh);
    }

    private List<TypeRow> types(
            @Nullable String only, @Nullable String after, int limit, Map<String, Freshness> fresh) {
        return db.sql(TYPES)
                .param("only", only)
                .param("after", after)
                .param("limit", limit)
                .param("recent", RECENT)
                .query((columns, number) -> type(new ResultRow(columns), fresh))
                .list();
    }

    long count() {
        return db.sql(COUNT).query(Long.class).single();
    }

    /** The latest hundred, latest first. */
    List<TypeChange> changes(long id) {
        return db.sql(CHANGES)
                .param("id", id)
                .query((columns, number) -> {
                    var row = new ResultRow(columns);
                    return new TypeChange(
                            Moment.of(row.instant("at"), row.instant("now")),
                            row.text("actor"),
                            row.textOrNull("what"),
                            row.textOrNull("reason"));
                })
                .list();
    }

    private static TypeRow type(ResultRow row, Map<String, Freshness> fresh) throws SQLException {
        return new TypeRow(
                row.instant("now"),
                row.number("id"),
                row.text("name"),
                row.integerOrNull("max_running"),
                row.flag("newest_first"),
                row.number("waiting"),
                row.number("running"),
                row.number("failed"),
                row.number("recent"),
                row.columns().getObject("wait_s", Double.class),
                row.columns().getObject("run_s", Double.class),
                fresh.get(row.text("name")));
    }
}
