package org.freshet.server.pool;

import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose turn it is, on the database's clock. */
@Repository
class TurnSql {

    // Whoever asks from another host asks another schedd, which knows nothing of the slots that are there: it has to
    // wait until they have gone. An order whose answer was lost may be among them. One that never spoke keeps others
    // away
    // only so long: its host may be gone for good. Served by pilot_alive.
    private static final String TAKE = """
            insert into pool_site (site, host, holder, held_until)
            values (:site, :host, :holder, now() + make_interval(secs => :seconds))
            on conflict (site) do update
            set host = excluded.host, holder = excluded.holder, held_until = excluded.held_until
            where (pool_site.holder is null or pool_site.held_until < now() or (:sole and pool_site.host = excluded.host))
              and (pool_site.host = excluded.host or pool_site.host is null or not exists (
                select from pilot p
                where p.site = pool_site.site and p.ended_at is null and (
                  (p.registered_at is not null and p.batch_id is not null)
                  or (p.registered_at is null and p.submitted_at > now() - make_interval(secs => :hope)))))
            """;

    private static final String RENEW = """
            update pool_site set held_until = now() + make_interval(secs => :seconds) where site = :site and holder = :holder
            """;

    private static final String RELEASE = """
            update pool_site set holder = null, held_until = null where site = :site and holder = :holder
            """;

    private static final String HOLDER = """
            select holder from pool_site where site = :site and holder is not null and held_until >= now()
            """;

    private static final String HOST = """
            select host from pool_site where site = :site and host is not null
            """;

    private final JdbcClient db;

    TurnSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * False if somebody else has it.
     *
     * @param hope for so long an order that never spoke keeps other hosts away
     */
    boolean take(String site, PoolHost host, String holder, Duration lasts, Duration hope) {
        return db.sql(TAKE)
                        .param("site", site)
                        .param("host", host.name())
                        .param("sole", host.sole())
                        .param("hope", (double) hope.toSeconds())
                        .param("holder", holder)
                        .param("seconds", (double) lasts.toSeconds())
                        .update()
                > 0;
    }

    /** False if it is over and somebody else has taken it. */
    boolean renew(String site, String holder, Duration lasts) {
        return db.sql(RENEW)
                        .param("site", site)
                        .param("holder", holder)
                        .param("seconds", (double) lasts.toSeconds())
                        .update()
                > 0;
    }

    void release(String site, String holder) {
        db.sql(RELEASE).param("site", site).param("holder", holder).update();
    }

    Optional<String> holder(String site) {
        return db.sql(HOLDER).param("site", site).query(String.class).optional();
    }

    /** From which the slots that are there were ordered. */
    Optional<String> host(String site) {
        return db.sql(HOST).param("site", site).query(String.class).optional();
    }
}
