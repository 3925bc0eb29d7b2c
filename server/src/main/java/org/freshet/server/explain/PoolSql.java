package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.explain.SiteStanding.Holds;
import org.freshet.server.explain.SiteStanding.Pause;
import org.freshet.server.explain.SiteStanding.Refusal;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads how the sites stand and what the pool found of them last. */
@Repository
class PoolSql {

    // Served by pilot_alive, event_of_entity_audit and pool_run_of_site. A pause is the pool's own if the last one is.
    // Between
    // two refusals the pool waits, and says so: that ends no refusal.
    private static final String SITES = """
            select s.name, s.batch, s.cap, s.paused, s.paused_reason,
              s.paused and coalesce((
                select e.actor = 'service pool'
                from event e
                where e.entity = 'site' and e.entity_id = s.id and e.from_state = 'ACTIVE' and e.to_state = 'PAUSED'
                order by e.at desc
                limit 1), false) as paused_by_pool,
              b.alive, b.ordered, b.oldest_order, l.since, l.at, l.by, l.run, bad.since as blind_since,
              refused.since as refused_since, refused.why as refused_why,
              coalesce(h.held, 0) as held, h.code, h.reason, h.advice
            from site s
            cross join lateral (
              select
                count(*) filter (where p.registered_at is not null) as alive,
                count(*) filter (where p.registered_at is null) as ordered,
                min(p.submitted_at) filter (where p.registered_at is null) as oldest_order
              from pilot p
              where p.site = s.name and p.ended_at is null
            ) b
            left join pool_site l on l.site = s.name
            left join lateral (
              select min(r.at) as since
              from service_log r
              where r.service = 'pool' and r.author is null and r.data is not null and r.data->>'site' = s.name and r.id > coalesce((
                select g.id
                from service_log g
                where g.service = 'pool' and g.author is null and g.data is not null and g.data->>'site' = s.name
                  and g.data->>'outcome' not in ('UNREADABLE', 'IMPLAUSIBLE')
                order by g.id desc
                limit 1), 0)
            ) bad on l.run->>'outcome' in ('UNREADABLE', 'IMPLAUSIBLE')
            left join lateral (
              select min(r.at) as since, (array_agg(r.data->>'sentence' order by r.id desc))[1] as why
              from service_log r
              where r.service = 'pool' and r.author is null and r.data is not null and r.data->>'site' = s.name
                and r.data->>'outcome' = 'REFUSED' and r.id > coalesce((
                  select g.id
                  from service_log g
                  where g.service = 'pool' and g.author is null and g.data is not null and g.data->>'site' = s.name
                    and g.data->>'outcome' <> 'REFUSED'
                    and not (g.data->>'outcome' = 'LIMITED' and g.data->'terms'->>'limit' like '%starts in a row failed%')
                  order by g.id desc
                  limit 1), 0)
            ) refused on l.run->>'outcome' in ('REFUSED', 'LIMITED')
            left join lateral (
              select sum(count(*)) over () as held, p.hold_code || '.' || coalesce(p.hold_subcode, 0) as code,
                min(p.hold_reason) as reason, min(p.hold_advice) as advice
              from pilot p
              where p.site = s.name and p.ended_at is null and p.batch_state = 'HELD'
              group by p.hold_code, p.hold_subcode
              order by count(*) desc
              limit 1
            ) h on true
            order by s.name
            """;

    private static final String STARTED = """
            select greatest(
              pg_postmaster_start_time(),
              (select max(started_at) from server_instance where stopped_at is null)) as at
            """;

    private final JdbcClient db;
    private final JsonMapper json;

    PoolSql(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    List<SiteStanding> sites() {
        return db.sql(SITES).query((row, n) -> site(row)).list();
    }

    /** When the last of the servers, or their database, was started. */
    Instant started() {
        return Objects.requireNonNull(db.sql(STARTED)
                .query((row, n) -> Rows.requiredInstant(row, "at"))
                .single());
    }

    private SiteStanding site(ResultSet row) throws SQLException {
        return new SiteStanding(
                row.getString("name"),
                row.getString("batch"),
                row.getInt("cap"),
                row.getBoolean("paused")
                        ? new Pause(row.getString("paused_reason"), row.getBoolean("paused_by_pool"))
                        : null,
                row.getLong("alive"),
                row.getLong("ordered"),
                Rows.instant(row, "oldest_order"),
                pool(row),
                Rows.instant(row, "blind_since"),
                refusal(row),
                held(row));
    }

    private @Nullable PoolStanding pool(ResultSet row) throws SQLException {
        var run = row.getString("run");
        return run == null
                ? null
                : new PoolStanding(
                        Rows.requiredInstant(row, "since"),
                        Rows.requiredInstant(row, "at"),
                        row.getString("by"),
                        json.readValue(run, PoolRun.class));
    }

    private static @Nullable Refusal refusal(ResultSet row) throws SQLException {
        var since = Rows.instant(row, "refused_since");
        return since == null ? null : new Refusal(since, row.getString("refused_why"));
    }

    private static @Nullable Holds held(ResultSet row) throws SQLException {
        var held = row.getLong("held");
        return held == 0
                ? null
                : new Holds(held, row.getString("code"), row.getString("reason"), row.getString("advice"));
    }
}
