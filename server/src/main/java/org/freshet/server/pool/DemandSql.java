package org.freshet.server.pool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.Offer;
import org.freshet.server.job.Requirement;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What waits, and what pilots of a site offered. */
@Repository
class DemandSql {

    // What a job takes is told by the newest 2,000 attempts, whatever the number of those before. Served by
    // ready_order,
    // attempt_live_of_type, and the primary key of attempt from its end.
    private static final String WAITING = """
            with waiting as (
              select class_id, count(*) as jobs, extract(epoch from min(useful_until) - now())::double precision as useful
              from ready
              where useful_until is null or useful_until > now()
              group by class_id
            ), lately as (
              select jobtype, result, started_at, ended_at from attempt order by job_id desc, attempt desc limit 2000
            ), typical as (
              select jobtype, percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at)) as seconds
              from lately
              where result in ('FINISHED') and started_at is not null
              group by jobtype
            )
            select q.*, w.jobs, w.useful, t.seconds as typical,
              j.max_running - (select count(*) from attempt a where a.live and a.jobtype = q.jobtype) as places
            from waiting w
            join requirement q on q.id = w.class_id
            join job_type j on j.name = q.jobtype
            left join typical t on t.jobtype = q.jobtype
            where q.site is null or q.site = :site
            order by q.id
            """;

    // Not from before the site was last changed, paused or resumed: pilots may offer more since then. A secret
    // that was given to a submit host changes nothing. Served by the primary key from its end, and
    // event_of_entity_audit.
    private static final String OFFERS = """
            select cores, memory_mb, max(disk_mb) as disk_mb, tags
            from (select * from pilot order by id desc limit 2000) p
            where site = :site and registered_at > now() - interval '1 day' and submitted_at > coalesce(
                (select max(e.at) from event e join site s on s.id = e.entity_id where e.entity = 'site' and s.name = :site
                   and e.data->'submitHost' is null),
                '-infinity')
            group by cores, memory_mb, tags
            """;

    private final JdbcClient db;

    DemandSql(JdbcClient db) {
        this.db = db;
    }

    List<Waiting> waiting(String site) {
        return db.sql(WAITING).param("site", site).query(DemandSql::waiting).list();
    }

    private static Waiting waiting(ResultSet row, int n) throws SQLException {
        return new Waiting(
                new Requirement(
                        row.getString("jobtype"),
                        row.getString("site"),
                        row.getInt("cores"),
                        row.getInt("memory_mb"),
                        row.getInt("disk_mb"),
                        Rows.texts(row, "tags"),
                        row.getInt("time_limit_s")),
                row.getLong("jobs"),
                row.getObject("useful", Double.class),
                row.getObject("typical", Double.class),
                Rows.bigint(row, "places"));
    }

    /** @param lifetimeSeconds of a new pilot */
    List<Offer> offers(String site, long lifetimeSeconds) {
        return db.sql(OFFERS)
                .param("site", site)
                .query((row, n) -> new Offer(
                        row.getInt("cores"),
                        row.getInt("memory_mb"),
                        row.getInt("disk_mb"),
                        Rows.texts(row, "tags"),
                        lifetimeSeconds))
                .list();
    }
}
