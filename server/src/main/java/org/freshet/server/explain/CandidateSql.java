package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.freshet.protocol.PilotState;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what pilots offer. */
@Repository
class CandidateSql {

    // Served by pilot_alive and attempt_one_live_per_pilot.
    private static final String ALIVE = """
            select now() as now, p.id, p.site, p.state, p.cores, p.memory_mb, p.disk_mb, p.tags, p.ends_at, p.last_seen_at,
              p.lease_until, a.job_id,
              coalesce(a.started_at, a.dispatched_at) + make_interval(secs => j.time_limit_s + s.kill_grace_s) as free_at
            from pilot p
            join site s on s.name = p.site
            left join attempt a on a.pilot_id = p.id and a.live
            left join job j on j.id = a.job_id
            where p.ended_at is null and p.registered_at is not null
            order by p.id
            """;

    // Along pilot_pk, newest first, and not for ever: some thousands of pilots show what the sites can offer.
    private static final String PAST = """
            select site, cores, memory_mb, tags, max(disk_mb) as disk_mb,
              extract(epoch from max(ends_at - registered_at))::bigint as lifetime_s
            from (select * from pilot order by id desc limit 5000) latest
            where registered_at is not null and ends_at is not null
            group by site, cores, memory_mb, tags
            """;

    // Served by host_ban_once, of which it reads a few.
    private static final String BANS = """
            select host as banned_host, at as banned_at, by as banned_by, reason as banned_why
            from host_ban
            where lifted_at is null
            order by at desc
            limit 10
            """;

    private final JdbcClient db;

    CandidateSql(JdbcClient db) {
        this.db = db;
    }

    List<Candidate> alive() {
        return db.sql(ALIVE).query((row, n) -> candidate(row)).list();
    }

    /** Of the latest pilots, whether they are alive or not. */
    List<Past> past() {
        return db.sql(PAST)
                .query((row, n) -> new Past(row.getString("site"), Offers.read(row, row.getLong("lifetime_s"))))
                .list();
    }

    /** Hosts that are banned, the latest first. */
    List<Ban> bans() {
        return db.sql(BANS).query((row, n) -> Ban.read(row)).list();
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                row.getLong("id"),
                row.getString("site"),
                PilotState.valueOf(row.getString("state")),
                Offers.read(row, Offers.remaining(Rows.instant(row, "ends_at"), Rows.requiredInstant(row, "now"))),
                Rows.instant(row, "last_seen_at"),
                Rows.instant(row, "lease_until"),
                Rows.bigint(row, "job_id"),
                Rows.instant(row, "free_at"));
    }
}
