package org.freshet.server.pool;

import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which pilots ended too soon. */
@Repository
class EarlyEndSql {

    // Nobody's fault is what was there before servers or database were started: they ended pilots, or heard none. A
    // site
    // whose pilots are to stop soon by themselves has no early end but a loss. Served by the primary key of pilot from
    // its
    // end, and attempt_of_pilot.
    private static final String IN_A_ROW = """
            with newest as (
              select p.*, least(nullif(s.idle_s, 0), s.lifetime_s) <= :soon as hasty
              from (select * from pilot order by id desc limit 2000) p
              join site s on s.name = p.site
              where p.site = :site and p.batch_id is not null and p.registered_at is not null
            ), judged as (
              select p.registered_at, p.ended_at, p.host,
                case when p.ended_at is null then now() else p.last_seen_at end - p.registered_at >= make_interval(secs => :soon)
                  or exists (
                    select from attempt a where a.pilot_id = p.id and a.result in ('FINISHED', 'FAILED', 'CANCELLED')) as stayed,
                p.told is null and (p.state in ('LOST') or (p.state in ('STOPPED') and not p.hasty)) as failed
              from newest p
            ), failed as (
              select * from judged
              where failed and not stayed and registered_at > greatest(
                (select max(registered_at) from judged where stayed),
                pg_postmaster_start_time(),
                (select max(started_at) from server_instance where stopped_at is null))
            )
            select count(*) as failures, max(ended_at) as last,
              coalesce(extract(epoch from now() - max(ended_at)), 0)::double precision as ago,
              coalesce(array_agg(distinct host order by host), '{}') as hosts
            from failed
            """;

    private final JdbcClient db;

    EarlyEndSql(JdbcClient db) {
        this.db = db;
    }

    EarlyEnds inARow(String site) {
        return db.sql(IN_A_ROW)
                .param("site", site)
                .param("soon", (double) EarlyEnds.SOON.toSeconds())
                .query((row, n) -> new EarlyEnds(
                        row.getInt("failures"),
                        Rows.texts(row, "hosts"),
                        Rows.instant(row, "last"),
                        row.getDouble("ago")))
                .single();
    }
}
