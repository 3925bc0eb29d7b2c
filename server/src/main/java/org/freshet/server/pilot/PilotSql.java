package org.freshet.server.pilot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.pilot.Listening.Moment;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every change of a pilot's state outside an exchange and its registration. */
@Repository
class PilotSql {

    // None if the site was paused meanwhile, or if so many are there by now that its cap leaves no room for all; what
    // the cap
    // is, is read when it is used. Served by pilot_alive.
    private static final String ORDER = """
            with open as (
              select s.name
              from site s
              where s.name = :site and not s.paused
                and s.cap >= cardinality(:nonces) + (select count(*) from pilot p where p.site = s.name and p.ended_at is null)
              for share of s
            ), ordered as (
              insert into pilot (site, state, nonce)
              select open.name, 'SUBMITTED', nonce from unnest(:nonces) as n(nonce), open
              returning id, nonce
            ), history as (
              insert into event (entity, entity_id, to_state, actor, reason)
              select 'pilot', id, 'SUBMITTED', 'service pool', :reason from ordered
            )
            select id, nonce from ordered order by id
            """;

    private static final String SET_BATCH_ID = """
            update pilot set batch_id = :batch where id = :pilot
            """;

    // Most slots are as they were, and then nothing is written.
    private static final String SEEN = """
            with slot as (
              select * from unnest(:pilots, :states, :codes, :subcodes, :reasons, :advice)
                as s(pilot_id, state, code, subcode, reason, advice)
            ), changed as (
              select p.id, slot.*
              from slot
              join pilot p on p.id = slot.pilot_id
              where (p.batch_state, p.hold_code, p.hold_subcode, p.hold_reason)
                is distinct from (slot.state, slot.code, slot.subcode, slot.reason)
              order by p.id
              for update of p
            )
            update pilot
            set batch_state = c.state, hold_code = c.code, hold_subcode = c.subcode, hold_reason = c.reason, hold_advice = c.advice,
              batch_since = case when pilot.batch_state is distinct from c.state then now() else pilot.batch_since end
            from changed c
            where pilot.id = c.pilot_id
            """;

    // Served by pilot_alive and attempt_one_live_per_pilot. A pilot that was told to stop hears it with its next
    // heartbeat, and needs the kill grace
    // for its
    // payload; one that has not registered hears nothing.
    private static final String ALIVE = """
            select p.id, p.nonce, p.state, p.batch_id, p.told is not null as leaving,
              p.told is not distinct from 'STOP'
                and (p.state = 'SUBMITTED' or p.told_at < now() - make_interval(secs => 2 * s.heartbeat_s + s.kill_grace_s))
                as to_be_ended,
              extract(epoch from now() - p.submitted_at)::double precision as age,
              p.cores, p.memory_mb, p.disk_mb, p.tags, extract(epoch from p.ends_at - now())::bigint as remaining,
              a.jobtype, extract(epoch from now() - a.dispatched_at)::double precision as worked
            from pilot p
            join site s on s.name = p.site
            left join attempt a on a.pilot_id = p.id and a.live
            where p.site = :site and p.ended_at is null
            order by p.id
            """;

    // Served by pilot_nonce_unique.
    private static final String KILLED = """
            select nonce
            from pilot
            where nonce = any(:nonces) and state in ('KILLED') and ended_at < now() - interval '10 s'
            """;

    // Served by pilot_nonce_unique. A pilot that was away because the server was has not had its time to come back.
    private static final String OVER_FOR = """
            select nonce
            from pilot
            where nonce = any(:nonces) and ended_at is not null and greatest(
                ended_at,
                pg_postmaster_start_time(),
                (select max(started_at) from server_instance where stopped_at is null)
              ) < now() - make_interval(secs => :seconds)
            """;

    private static final String NEVER_STARTED = """
            with was as (
              select id, state from pilot where id = any(:pilots) and state in ('SUBMITTED') order by id for update
            ), moved as (
              update pilot
              set state = case when told = 'STOP' then 'KILLED' else 'STOPPED' end, ended_at = now(), reason = :reason
              from was
              where pilot.id = was.id
              returning pilot.id, was.state as was, pilot.state
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'pilot', id, was, state, 'service pool', :reason from moved
            """;

    private static final String GONE = """
            with was as (
              select id, state
              from pilot
              where id = any(:pilots) and state in ('ACTIVE', 'IDLE', 'BUSY', 'DRAINING')
              order by id
              for update
            ), moved as (
              update pilot
              set state = case when told = 'STOP' then 'KILLED' else 'LOST' end, ended_at = now(), reason = :reason
              from was
              where pilot.id = was.id
              returning pilot.id, was.state as was, pilot.state
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'pilot', id, was, state, 'service pool', :reason from moved
            )
            select id from was
            """;

    // Served by pilot_alive; a row that is locked is just being heard.
    private static final String LOSE = """
            with was as (
              select id, state
              from pilot
              where ended_at is null and state in ('ACTIVE', 'IDLE', 'BUSY', 'DRAINING') and lease_until < :asOf
              order by id
              limit 500
              for update skip locked
            ), moved as (
              update pilot
              set state = case when told = 'STOP' then 'KILLED' else 'LOST' end, ended_at = now(),
                reason = 'not heard of since ' || to_char(last_seen_at at time zone 'UTC', 'HH24:MI:SS') || ' UTC'
              from was
              where pilot.id = was.id
              returning pilot.id, pilot.state, pilot.reason
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, reason)
              select 'pilot', w.id, w.state, m.state, 'service lost-pilots', m.reason
              from was w
              join moved m on m.id = w.id
            )
            select id from was
            """;

    // In the order of rounds, which lock pilots by their ids. A restore gives the epoch to those that nobody waits for.
    private static final String RENEW_LEASES = """
            with alive as (
              select id from pilot where ended_at is null and lease_until > 'epoch' order by id for update
            )
            update pilot
            set lease_until = now() + make_interval(secs => case when state = 'BUSY' then :busy else :idle end)
            from alive
            where pilot.id = alive.id
            """;

    // Not now(), which is the beginning of the transaction.
    private static final String MOMENT = """
            select clock_timestamp() as time, pg_postmaster_start_time() as started
            """;

    private final JdbcClient db;

    PilotSql(JdbcClient db) {
        this.db = db;
    }

    List<OrderedPilot> order(String site, Collection<String> nonces, String reason) {
        return db.sql(ORDER)
                .param("site", site)
                .param("nonces", Columns.texts(nonces))
                .param("reason", reason)
                .query((row, n) -> new OrderedPilot(new PilotId(row.getLong("id")), row.getString("nonce")))
                .list();
    }

    void setBatchId(PilotId pilot, String batchId) {
        db.sql(SET_BATCH_ID)
                .param("pilot", pilot.value())
                .param("batch", batchId)
                .update();
    }

    void seen(Collection<SlotStanding> slots) {
        db.sql(SEEN)
                .param("pilots", Columns.array("bigint", slots, it -> it.pilot().value()))
                .param("states", Columns.array("text", slots, SlotStanding::state))
                .param("codes", Columns.array("integer", slots, SlotStanding::holdCode))
                .param("subcodes", Columns.array("integer", slots, SlotStanding::holdSubcode))
                .param("reasons", Columns.array("text", slots, SlotStanding::holdReason))
                .param("advice", Columns.array("text", slots, SlotStanding::holdAdvice))
                .update();
    }

    List<AlivePilot> alive(String site) {
        return db.sql(ALIVE).param("site", site).query(PilotSql::alive).list();
    }

    private static AlivePilot alive(ResultSet row, int n) throws SQLException {
        var jobtype = row.getString("jobtype");
        var remaining = Rows.bigint(row, "remaining");
        return new AlivePilot(
                new PilotId(row.getLong("id")),
                row.getString("nonce"),
                PilotState.valueOf(row.getString("state")),
                row.getString("batch_id"),
                row.getDouble("age"),
                new Offer(
                        row.getInt("cores"),
                        row.getInt("memory_mb"),
                        row.getInt("disk_mb"),
                        Rows.texts(row, "tags"),
                        remaining == null ? Long.MAX_VALUE : remaining),
                jobtype == null ? null : new AlivePilot.Work(jobtype, row.getDouble("worked")),
                row.getBoolean("leaving"),
                row.getBoolean("to_be_ended"));
    }

    Set<String> killed(Collection<String> nonces) {
        return new HashSet<>(db.sql(KILLED)
                .param("nonces", Columns.texts(nonces))
                .query(String.class)
                .list());
    }

    Set<String> overFor(Collection<String> nonces, Duration time) {
        return new HashSet<>(db.sql(OVER_FOR)
                .param("nonces", Columns.texts(nonces))
                .param("seconds", (double) time.toSeconds())
                .query(String.class)
                .list());
    }

    boolean neverStarted(Collection<PilotId> pilots, String reason) {
        return db.sql(NEVER_STARTED)
                        .param("pilots", ids(pilots))
                        .param("reason", reason)
                        .update()
                > 0;
    }

    List<PilotId> gone(Collection<PilotId> pilots, String reason) {
        return db.sql(GONE)
                .param("pilots", ids(pilots))
                .param("reason", reason)
                .query((row, n) -> new PilotId(row.getLong("id")))
                .list();
    }

    /** @param asOf not the statement's own time: it may have been stopped for longer than a lease before it ran */
    List<PilotId> lose(Instant asOf) {
        return db.sql(LOSE)
                .param("asOf", asOf.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new PilotId(row.getLong("id")))
                .list();
    }

    int renewLeases(Duration busy, Duration idle) {
        return db.sql(RENEW_LEASES)
                .param("busy", busy.toMillis() / 1000.0)
                .param("idle", idle.toMillis() / 1000.0)
                .update();
    }

    /**
     * What the database's clock shows now, and since when it runs.
     *
     * @param turnedAway taken before, so that what happens meanwhile is seen next time
     */
    Moment moment(long turnedAway) {
        return db.sql(MOMENT)
                .query((row, n) -> new Moment(
                        Rows.requiredInstant(row, "time"),
                        Rows.requiredInstant(row, "started"),
                        Duration.ofNanos(System.nanoTime()),
                        turnedAway))
                .single();
    }

    private static Object ids(Collection<PilotId> pilots) {
        return Columns.bigints(pilots.stream().map(PilotId::value).toList());
    }
}
