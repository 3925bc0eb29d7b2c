package org.freshet.server.pilot;

import java.time.Instant;
import java.util.Optional;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Registration;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes registrations of pilots down, and tells the tokens that came of them. */
@Repository
class RegistrationSql {

    // A nonce that is known is the pilot that was ordered, or one that registers again: its row goes on.
    private static final String REGISTER_KNOWN = """
            with was as (
              select id, state, told from pilot where nonce = :nonce and site = :site for update
            ), registered as (
              update pilot
              set state = case when was.state = 'KILLED' then 'KILLED' when was.told is not null then 'DRAINING' else 'ACTIVE' end,
                ended_at = case when was.state = 'KILLED' then pilot.ended_at end, reason = null, token_hash = :token, batch_id = coalesce(:batch, batch_id), host = :host,
                pid = :pid, version = :version, os_user = :user,
                payload_user = (select s.payload_user from site s where s.name = :site), cores = :cores, memory_mb = :memory, disk_mb = :disk, tags = :tags, seq = 0,
                registered_at = coalesce(registered_at, now()), last_seen_at = now(),
                lease_until = now() + make_interval(secs => case when exists (select from attempt a where a.pilot_id = was.id and a.live) then :busy else :idle end),
                ends_at = now() + make_interval(secs => :remaining)
              from was
              where pilot.id = was.id
              returning pilot.id, was.state as was, pilot.state
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'pilot', id, was, state, 'pilot ' || id, 'registered from ' || :host from registered
            )
            select id from was
            """;

    // Empty if the nonce belongs to a pilot of another site.
    private static final String REGISTER_NEW = """
            with registered as (
              insert into pilot (site, state, nonce, token_hash, batch_id, host, pid, version, os_user, payload_user, cores, memory_mb,
                disk_mb, tags, registered_at, last_seen_at, lease_until, ends_at)
              values (:site, 'ACTIVE', :nonce, :token, :batch, :host, :pid, :version, :user,
                (select s.payload_user from site s where s.name = :site), :cores, :memory, :disk, :tags, now(), now(), now() + make_interval(secs => :idle), now() + make_interval(secs => :remaining))
              on conflict (nonce) do nothing
              returning id
            ), history as (
              insert into event (entity, entity_id, to_state, actor, reason)
              select 'pilot', id, 'ACTIVE', 'pilot ' || id, 'registered from ' || :host from registered
            )
            select id from registered
            """;

    private static final String TOKEN_HASH = """
            select token_hash from pilot where id = :pilot and token_hash is not null
            """;

    // A ban waits for the registrations that are under way, and those that come meanwhile for the ban.
    private static final String HOLD_OFF_BANS = """
            select pg_advisory_xact_lock_shared(hashtextextended('host ' || :host, 0))
            """;

    // Served by host_ban_once and pilot_nonce_unique. A pilot that drains may come back: it takes no job, and has
    // perhaps one to end.
    private static final String BAN = """
            select b.at, b.by, b.reason
            from host_ban b
            where b.host = :host and b.lifted_at is null
              and not exists (select from pilot p where p.nonce = :nonce and p.registered_at is not null and p.told is not null)
            """;

    // One that was ordered is not waited for any more, and its order is not one that came to nothing. Served by
    // pilot_nonce_unique.
    private static final String KEEP_OUT = """
            with was as (
              select id, state
              from pilot
              where nonce = :nonce and site = :site and told is null and state in ('SUBMITTED')
              for update
            ), moved as (
              update pilot
              set host = :host, told = 'DRAIN', told_at = now(), told_why = :why
              from was
              where pilot.id = was.id
              returning pilot.id, was.state
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'pilot', id, state, state, 'pilot ' || id, :why from moved
            """;

    private final JdbcClient db;

    RegistrationSql(JdbcClient db) {
        this.db = db;
    }

    /** Empty if the nonce belongs to a pilot of another site. */
    Optional<PilotId> register(Registration pilot, byte[] tokenHash, PilotSettings settings) {
        return register(REGISTER_KNOWN, pilot, tokenHash, settings)
                .or(() -> register(REGISTER_NEW, pilot, tokenHash, settings));
    }

    /** Why no pilot of a host is let in. */
    record Ban(Instant at, String by, String reason) {}

    /** The ban that keeps this pilot out. Until the end of the transaction its host is not banned by anybody. */
    Optional<Ban> ban(Registration pilot) {
        db.sql(HOLD_OFF_BANS).param("host", pilot.host()).query((row, n) -> 0).list();
        return db.sql(BAN)
                .param("host", pilot.host())
                .param("nonce", pilot.nonce())
                .query((row, n) ->
                        new Ban(Rows.requiredInstant(row, "at"), row.getString("by"), row.getString("reason")))
                .optional();
    }

    /** @param why it is not let in, in words */
    void keepOut(Registration pilot, String why) {
        db.sql(KEEP_OUT)
                .param("nonce", pilot.nonce())
                .param("site", pilot.site())
                .param("host", pilot.host())
                .param("why", why)
                .update();
    }

    private Optional<PilotId> register(String sql, Registration pilot, byte[] tokenHash, PilotSettings settings) {
        var offer = pilot.offer();
        return db.sql(sql)
                .param("site", pilot.site())
                .param("nonce", pilot.nonce())
                .param("token", tokenHash)
                .param("batch", pilot.batchId())
                .param("host", pilot.host())
                .param("pid", pilot.pid())
                .param("version", pilot.version())
                .param("user", pilot.user())
                .param("cores", offer.cores())
                .param("memory", offer.memoryMb())
                .param("disk", offer.diskMb())
                .param("tags", Columns.texts(offer.tags()))
                .param("busy", settings.lease().toMillis() / 1000.0)
                .param("idle", settings.idleLease().toMillis() / 1000.0)
                .param("remaining", (double) offer.remainingSeconds())
                .query((row, n) -> new PilotId(row.getLong("id")))
                .optional();
    }

    byte @Nullable [] tokenHash(PilotId pilot) {
        return db.sql(TOKEN_HASH)
                .param("pilot", pilot.value())
                .query(byte[].class)
                .optional()
                .orElse(null);
    }
}
