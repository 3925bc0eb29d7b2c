package org.freshet.server.pool;

import java.util.Optional;
import org.freshet.server.pilot.LocalPilotsElsewhere;
import org.freshet.server.pilot.Site;
import org.freshet.server.platform.FreshetHome;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose the local pilots are that are there: the same that keeps this server's turn from being taken. */
@Repository
class LocalPilotsSql implements LocalPilotsElsewhere {

    // Served by the primary key of pool_site, and by pilot_alive.
    private static final String ELSEWHERE = """
            select host from pool_site
            where site = :site and host is not null and host <> :here and (
              (holder is not null and held_until >= now())
              or exists (
                select from pilot p
                where p.site = pool_site.site and p.ended_at is null and (
                  (p.registered_at is not null and p.batch_id is not null)
                  or (p.registered_at is null and p.submitted_at > now() - make_interval(secs => :hope)))))
            """;

    private final JdbcClient db;
    private final FreshetHome home;
    private final PoolRules rules;

    LocalPilotsSql(JdbcClient db, FreshetHome home, PoolSettings settings) {
        this.db = db;
        this.home = home;
        this.rules = settings.rules();
    }

    @Override
    public Optional<String> host() {
        return db.sql(ELSEWHERE)
                .param("site", Site.LOCAL)
                .param("here", PoolHost.of(home).name())
                .param("hope", (double) rules.silentFor().toSeconds())
                .query(String.class)
                .optional();
    }
}
