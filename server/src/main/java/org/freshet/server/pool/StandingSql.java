package org.freshet.server.pool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** How the sites stand. */
@Repository
class StandingSql {

    private static final String PUT = """
            insert into pool_site (site, since, at, by, run)
            values (:site, now(), now(), :by, :run::jsonb)
            on conflict (site) do update
            set at = now(), by = excluded.by, run = excluded.run,
              since = case when pool_site.run->>'sentence' = excluded.run->>'sentence' then pool_site.since else now() end
            """;

    private static final String LIST = """
            select * from pool_site where run is not null order by site
            """;

    private static final String FIND = """
            select * from pool_site where run is not null and site = :site
            """;

    // The orders since the site was last resumed, a pilot of it last registered, or nobody could have listened.
    // Pilots of one order were written down at the same moment. One that waited for hours, or until the pool itself
    // removed it, was perhaps never started. Served by the primary key of pilot from its end, and
    // event_of_entity_audit.
    private static final String FRUITLESS = """
            with newest as (
              select * from (select * from pilot order by id desc limit 2000) p where site = :site
            ), resumed as (
              select max(e.at) as at
              from event e
              join site s on s.id = e.entity_id
              where e.entity = 'site' and s.name = :site and e.from_state = 'PAUSED' and e.to_state = 'ACTIVE'
            ), since as (
              select * from newest
              where batch_id is not null
                and submitted_at > coalesce((select max(submitted_at) from newest where registered_at is not null), '-infinity')
                and submitted_at > greatest(
                  (select at from resumed),
                  pg_postmaster_start_time(),
                  (select max(started_at) from server_instance where stopped_at is null))
            )
            select count(*) from (
              select submitted_at
              from since
              group by submitted_at
              having bool_and(coalesce(told is null and (ended_at < submitted_at + make_interval(secs => least(6 * 3600, :queued)) or batch_state = 'HELD'), false))
            ) fruitless
            """;

    // Served by event_of_entity_audit. A pause is the pool's own if the last one is.
    private static final String PAUSED_BY_POOL = """
            select s.paused_reason
            from site s
            cross join lateral (
              select e.actor
              from event e
              where e.entity = 'site' and e.entity_id = s.id and e.from_state = 'ACTIVE' and e.to_state = 'PAUSED'
              order by e.at desc
              limit 1
            ) last
            where s.name = :site and s.paused and last.actor = 'service pool'
            """;

    private final JdbcClient db;
    private final JsonMapper json;

    StandingSql(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    void put(PoolRun run, String by) {
        db.sql(PUT)
                .param("site", run.site())
                .param("by", by)
                .param("run", json.writeValueAsString(run))
                .update();
    }

    List<PoolStanding> all() {
        return db.sql(LIST).query(this::standing).list();
    }

    Optional<PoolStanding> find(String site) {
        return db.sql(FIND).param("site", site).query(this::standing).optional();
    }

    private PoolStanding standing(ResultSet row, int n) throws SQLException {
        return new PoolStanding(
                Rows.requiredInstant(row, "since"),
                Rows.requiredInstant(row, "at"),
                row.getString("by"),
                json.readValue(row.getString("run"), PoolRun.class));
    }

    Optional<String> pausedByPool(String site) {
        return db.sql(PAUSED_BY_POOL).param("site", site).query(String.class).optional();
    }

    /** @param queuedFor so long a slot may wait, before the pool itself removes it */
    int fruitlessOrders(String site, Duration queuedFor) {
        return db.sql(FRUITLESS)
                .param("site", site)
                .param("queued", (double) queuedFor.toSeconds())
                .query(Integer.class)
                .single();
    }
}
