package org.freshet.server.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.HostBanView;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Bans hosts, and allows them again. */
@Repository
class HostBanSql {

    // Waits for the registrations of its pilots that are under way; those that come later see the ban.
    private static final String HOLD_OFF_REGISTRATIONS = """
            select pg_advisory_xact_lock(hashtextextended('host ' || :host, 0))
            """;

    // None if it is banned already. Served by host_ban_once.
    private static final String BAN = """
            insert into host_ban (host, reason, by)
            values (:host, :reason, :by)
            on conflict (host) where lifted_at is null do nothing
            returning id
            """;

    // One that is lost may come back: it takes no job then. Pilots are few, and a ban is rare: no index is kept for it.
    private static final String DRAIN = """
            with was as (
              select id, state
              from pilot
              where host = :host and told is null and state in ('ACTIVE', 'IDLE', 'BUSY', 'LOST')
              order by id
              for update
            ), moved as (
              update pilot
              set state = case when was.state = 'LOST' then 'LOST' else 'DRAINING' end, told = 'DRAIN', told_at = now(), told_why = :told_why
              from was
              where pilot.id = was.id
              returning pilot.id, was.state as was, pilot.state
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'pilot', id, was, state, :actor, :reason from moved
            )
            select count(*) from moved where state = 'DRAINING'
            """;

    private static final String ALLOW = """
            update host_ban
            set lifted_at = now(), lifted_by = :by, lifted_why = :why
            where host = :host and lifted_at is null
            returning id
            """;

    private static final String STANDING = """
            select * from host_ban where host = :host and lifted_at is null
            """;

    // Those that stand first, then the latest that were lifted.
    private static final String LIST = """
            select * from host_ban order by lifted_at desc nulls first, at desc, id desc limit :limit
            """;

    private final JdbcClient db;

    HostBanSql(JdbcClient db) {
        this.db = db;
    }

    /** The id of the new ban; none if the host is banned already. No pilot of it registers until the transaction ends. */
    Optional<Long> ban(String host, String by, String reason) {
        db.sql(HOLD_OFF_REGISTRATIONS).param("host", host).query((row, n) -> 0).list();
        return db.sql(BAN)
                .param("host", host)
                .param("reason", reason)
                .param("by", by)
                .query(Long.class)
                .optional();
    }

    /**
     * Lets the pilots of a host take no more jobs.
     *
     * @param why for the pilots' logs and for lists
     * @param reason for their history
     * @return how many of them are there
     */
    int drain(String host, String actor, String why, String reason) {
        return db.sql(DRAIN)
                .param("host", host)
                .param("told_why", why)
                .param("actor", actor)
                .param("reason", reason)
                .query(Integer.class)
                .single();
    }

    /** The id of the ban that was lifted; none if there was none. */
    Optional<Long> allow(String host, String by, @Nullable String why) {
        return db.sql(ALLOW)
                .param("host", host)
                .param("by", by)
                .param("why", why)
                .query(Long.class)
                .optional();
    }

    Optional<HostBanView> standing(String host) {
        return db.sql(STANDING).param("host", host).query(HostBanSql::view).optional();
    }

    List<HostBanView> list(int limit) {
        return db.sql(LIST).param("limit", limit).query(HostBanSql::view).list();
    }

    private static HostBanView view(ResultSet row, int n) throws SQLException {
        return new HostBanView(
                row.getString("host"),
                row.getString("reason"),
                Rows.requiredInstant(row, "at"),
                row.getString("by"),
                Rows.instant(row, "lifted_at"),
                row.getString("lifted_by"),
                row.getString("lifted_why"));
    }
}
