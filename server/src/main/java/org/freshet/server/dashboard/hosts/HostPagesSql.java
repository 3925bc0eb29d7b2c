package org.freshet.server.dashboard.hosts;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.page.ResultRow;
import org.freshet.server.dashboard.pilots.Heartbeat;
import org.freshet.server.pilot.PilotSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what the pages about hosts show. A host is what its pilots say it is: it has no row of its own. */
@Component
class HostPagesSql {

    /** More hosts than this are not listed. */
    static final int MOST = 5000;

    /** Pilots on the page of a host. */
    static final int PILOTS = 50;

    /** When a pilot should have spoken: with a job after a heartbeat of its site, else after a long poll. */
    private static final String PAST_DUE = """
            case when p.ended_at is null then extract(epoch from now() - p.last_seen_at)
              - case when a.job_id is null then cast(:longPoll as double precision) else s.heartbeat_s end end as past_due_s
            """;

    // Served by pilot_alive, pilot_ended_when, attempt_one_live_per_pilot.
    private static final String HOSTS = """
            with there as (
              select * from pilot where ended_at is null and host is not null
              union all
              select * from pilot where ended_at > now() - interval '24 hours' and host is not null
            ), pilots as (
              select p.*,
            """ + PAST_DUE + """
                from there p
                join site s on s.name = p.site
                left join attempt a on a.pilot_id = p.id and a.live
               where (cardinality(:sites) = 0 or p.site = any(:sites))
                 and (cast(:part as text) is null or strpos(lower(p.host), lower(:part)) > 0)
                 and (cast(:name as text) is null or p.host = :name)
            ), machines as (
              select distinct on (host) host, processors, load, machine_mb, free_memory_mb, free_disk_mb, machine_at
                from pilots
               where machine_at is not null
               order by host, (ended_at is null) desc, machine_at desc
            ), hosts as (
              select host, array_agg(distinct site order by site) as sites,
                     count(*) filter (where state = 'ACTIVE') as active,
                     count(*) filter (where state = 'IDLE') as idle,
                     count(*) filter (where state = 'BUSY') as busy,
                     count(*) filter (where state = 'DRAINING') as draining,
                     count(*) filter (where past_due_s > :tolerance) as stale,
                     count(*) filter (where state = 'LOST') as lost,
                     coalesce(max(past_due_s), -1) as past_due_s,
                     max(last_seen_at) as last_seen_at
                from pilots
               group by host
            )
            select now() as now, h.*, m.processors, m.load, m.machine_mb, m.free_memory_mb, m.free_disk_mb, m.machine_at
              from hosts h
              left join machines m on m.host = h.host
             order by h.host
             limit :limit
            """;

    // Served by pilot_of_host and attempt_one_live_per_pilot.
    private static final String PILOTS_OF_ONE = """
            select now() as now, p.id, p.site, p.state, coalesce(p.reason, p.told_why) as reason, a.job_id, p.jobs_done,
                   p.last_seen_at, p.ended_at,
            """ + PAST_DUE + """
              from pilot p
              join site s on s.name = p.site
              left join attempt a on a.pilot_id = p.id and a.live
             where p.host = :host
             order by (p.ended_at is null) desc, p.id desc
             limit :limit
            """;

    private static final String KNOWN = "select exists (select from pilot where host = :host)";

    private final JdbcClient db;
    private final Duration longPoll;

    HostPagesSql(JdbcClient db, PilotSettings settings) {
        this.db = db;
        this.longPoll = settings.longPoll();
    }

    /**
     * By name.
     *
     * @param sites with pilots of one of these; empty = of any
     * @param part what their names have in them; null = anything
     */
    List<HostFacts> hosts(String[] sites, @Nullable String part) {
        return hosts(sites, part, null);
    }

    /** With nothing in it but the name if no pilot of it is alive, or has ended within a day. */
    List<HostFacts> host(String name) {
        return hosts(new String[0], null, name);
    }

    private List<HostFacts> hosts(String[] sites, @Nullable String part, @Nullable String name) {
        return db.sql(HOSTS)
                .param("longPoll", longPoll.toMillis() / 1000.0)
                .param("sites", sites)
                .param("part", part)
                .param("name", name)
                .param("tolerance", Heartbeat.TOLERANCE_SECONDS)
                .param("limit", MOST)
                .query((columns, number) -> host(new ResultRow(columns)))
                .list();
    }

    /** Whether a pilot ever was there, of those that are kept. */
    boolean isKnown(String host) {
        return db.sql(KNOWN).param("host", host).query(Boolean.class).single();
    }

    /** Those that are alive first, one more than {@link #PILOTS} at most. */
    List<HostPilot> pilots(String host) {
        return db.sql(PILOTS_OF_ONE)
                .param("longPoll", longPoll.toMillis() / 1000.0)
                .param("host", host)
                .param("limit", PILOTS + 1)
                .query((columns, number) -> pilot(new ResultRow(columns)))
                .list();
    }

    private static HostFacts host(ResultRow row) throws SQLException {
        SequencedMap<PilotState, Long> states = new LinkedHashMap<>();
        states.put(PilotState.ACTIVE, row.number("active"));
        states.put(PilotState.IDLE, row.number("idle"));
        states.put(PilotState.BUSY, row.number("busy"));
        states.put(PilotState.DRAINING, row.number("draining"));
        var alive = states.values().stream().anyMatch(it -> it > 0);
        var lost = row.number("lost");
        var pastDue = row.columns().getDouble("past_due_s");
        return new HostFacts(
                row.instant("now"),
                row.text("host"),
                row.texts("sites"),
                states,
                Heartbeat.of(alive, lost > 0, pastDue),
                row.number("stale"),
                lost,
                pastDue,
                row.instantOrNull("last_seen_at"),
                row.instantOrNull("machine_at") == null ? null : machine(row),
                row.instantOrNull("machine_at"),
                null);
    }

    private static MachineState machine(ResultRow row) throws SQLException {
        return new MachineState(
                row.integerOrNull("processors"),
                row.columns().getObject("load", Double.class),
                row.integerOrNull("machine_mb"),
                row.integerOrNull("free_memory_mb"),
                row.integerOrNull("free_disk_mb"));
    }

    private static HostPilot pilot(ResultRow row) throws SQLException {
        return new HostPilot(
                row.instant("now"),
                row.number("id"),
                row.text("site"),
                row.choice(PilotState.class, "state"),
                row.textOrNull("reason"),
                row.numberOrNull("job_id"),
                row.number("jobs_done"),
                row.instantOrNull("last_seen_at"),
                row.instantOrNull("ended_at"),
                row.columns().getDouble("past_due_s"));
    }
}
