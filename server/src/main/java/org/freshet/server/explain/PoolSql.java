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

    // Served by pilot_alive.
    private static final String SITES = """
            select s.name, s.batch, s.cap, s.paused, s.paused_reason, b.alive, b.ordered, b.oldest_order,
              l.run->>'sentence' as said, l.at as said_at
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
