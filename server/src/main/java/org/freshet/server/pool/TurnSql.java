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
    // away only so long, and not at all if it was told to stop: its host may be gone for good. So does a lost pilot,
    // which lives again when it is heard again, unless its lifetime is over or the pool saw that its process is gone;
    // one that was told to stop is KILLED. Served by pilot_alive, and by event_of_entity; the lost are looked through
    // only when no pilot of the site is alive.
    private static final String THERE = """
            (exists (
              select from pilot p
              where p.site = pool_site.site and p.ended_at is null and (
                (p.registered_at is not null and p.batch_id is not null)
                or (p.registered_at is null and p.told is distinct from 'STOP' and p.submitted_at > now() - make_interval(secs => :hope))))
            or exists (
              select from pilot p
              where p.site = pool_site.site and p.state = 'LOST' and p.batch_id is not null
                and p.ended_at > now() - make_interval(secs => :return) and coalesce(p.ends_at > now(), true)
                and not exists (
                  select from event e
                  where e.entity = 'pilot' and e.entity_id = p.id and e.to_state = 'LOST' and e.actor = 'service pool'
                    and e.at >= p.ended_at)))
            """;

    // A turn that ends later than a new one was taken before the clock was set back.
    private static final String TAKE = """
            insert into pool_site (site, host, holder, held_until)
            values (:site, :host, :holder, now() + make_interval(secs => :seconds))
            on conflict (site) do update
            set host = excluded.host, holder = excluded.holder, held_until = excluded.held_until
            where (pool_site.holder is null or pool_site.held_until not between now() and excluded.held_until or (:sole and pool_site.host = excluded.host))
              and (pool_site.host = excluded.host or pool_site.host is null or not
            """ + THERE + ")";

    private static final String RENEW = """
            update pool_site set held_until = now() + make_interval(secs => :seconds) where site = :site and holder = :holder
            """;

    private static final String RELEASE = """
            update pool_site set holder = null, held_until = null where site = :site and holder = :holder
            """;

    private static final String HOLDER = """
            select holder from pool_site where site = :site and holder is not null and held_until >= now()
            """;

    private static final String OTHER_HOST = """
            select host from pool_site where site = :site and host <> :host and
            """ + THERE;

    private static final String OTHER_HOLDER = """
            select host from pool_site where site = :site and host <> :host and holder is not null and held_until >= now()
            """;

    private final JdbcClient db;

    TurnSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * For how long pilots that are not heard are expected.
     *
     * @param first those that never spoke, since they were ordered
     * @param again those that are lost, since they are
     */
    record Hopes(Duration first, Duration again) {}

    /**
     * False if somebody else has it.
     *
     * @param hopes for how long pilots that are not heard keep other hosts away
     */
    boolean take(String site, PoolHost host, String holder, Duration lasts, Hopes hopes) {
        return db.sql(TAKE)
                        .param("site", site)
                        .param("host", host.name())
                        .param("sole", host.sole())
                        .param("hope", (double) hopes.first().toSeconds())
                        .param("return", (double) hopes.again().toSeconds())
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

    /** Another host that calculates at this moment. */
    Optional<String> otherHolder(String site, PoolHost host) {
        return db.sql(OTHER_HOLDER)
                .param("site", site)
                .param("host", host.name())
                .query(String.class)
                .optional();
    }

    /** Another host from which pilots were ordered that are there, or may come. */
    Optional<String> otherHost(String site, PoolHost host, Hopes hopes) {
        return db.sql(OTHER_HOST)
                .param("site", site)
                .param("host", host.name())
                .param("hope", (double) hopes.first().toSeconds())
                .param("return", (double) hopes.again().toSeconds())
                .query(String.class)
                .optional();
    }
}
