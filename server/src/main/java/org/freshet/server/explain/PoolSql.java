package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads how the sites stand and what the pool said of them. */
@Repository
class PoolSql {

    // Served by pilot_alive and service_log_of_service. The pool says anew what changed only, so its last sentence
    // holds;
    // what merely happened to a pilot is not how a site stands.
    private static final String SITES = """
            with said as (
              select at, id, message from service_log where service = 'pool' order by id desc limit 500
            )
            select s.name, s.batch, s.cap, s.paused, s.paused_reason, b.alive, b.ordered, b.oldest_order,
              l.message as said, l.at as said_at
            from site s
            cross join lateral (
              select
                count(*) filter (where p.registered_at is not null) as alive,
                count(*) filter (where p.registered_at is null) as ordered,
                min(p.submitted_at) filter (where p.registered_at is null) as oldest_order
              from pilot p
              where p.site = s.name and p.ended_at is null
            ) b
            left join lateral (
              select said.at, said.message
              from said
              where starts_with(said.message, s.name || ': want ') or starts_with(said.message, s.name || ': unknown')
              order by said.id desc
              limit 1
            ) l on true
            order by s.name
            """;

    private static final String STARTED = """
            select greatest(
              pg_postmaster_start_time(),
              (select max(started_at) from server_instance where stopped_at is null)) as at
            """;

    private final JdbcClient db;

    PoolSql(JdbcClient db) {
        this.db = db;
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

    private static SiteStanding site(ResultSet row) throws SQLException {
        return new SiteStanding(
                row.getString("name"),
                row.getString("batch"),
                row.getInt("cap"),
                row.getBoolean("paused"),
                row.getString("paused_reason"),
                row.getLong("alive"),
                row.getLong("ordered"),
                Rows.instant(row, "oldest_order"),
                row.getString("said"),
                Rows.instant(row, "said_at"));
    }
}
