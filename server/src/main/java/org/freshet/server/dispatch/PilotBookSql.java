package org.freshet.server.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.platform.Columns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the books say of the pilots of a round, and what is written down of them. */
@Repository
class PilotBookSql {

    // All pilots of the round at once and in order: the first locks that a round takes.
    private static final String LOCK = """
            select id, site, host, state, seq, token_hash, told, told_why from pilot where id = any(:pilots) order by id for update
            """;

    // Served by attempt_one_live_per_pilot. "limit 1": each job is sought by its key, whatever plan is kept.
    private static final String LIVE = """
            select a.pilot_id, a.confirmed, j.id, a.attempt, j.name, j.jobtype, j.payload, j.env, j.time_limit_s, j.exclusive, j.outputs, j.loose_outputs,
              j.fan_out, exists (select from job_follow f where f.job_id = a.job_id and f.until > now()) as followed
            from attempt a
            cross join lateral (select * from job where id = a.job_id limit 1) j
            where a.pilot_id = any(:pilots) and a.live
            """;

    private static final String HELD = """
            select a.pilot_id, a.job_id, a.attempt, a.result, j.state, j.attempt as latest, v.released is false as taken_back
            from unnest(:pilots, :jobs, :attempts) as h(pilot_id, job_id, attempt)
            cross join lateral (select * from attempt where job_id = h.job_id and attempt = h.attempt limit 1) a
            cross join lateral (select * from job where id = a.job_id limit 1) j
            left join lateral (select released from vertex where job_id = a.job_id limit 1) v on true
            where a.pilot_id = h.pilot_id
            """;

    // Few are called, and thousands may wait: to name these would cost more than to hear of all that are called.
    // What is live and who is told are indexes of their own.
    private static final String CALLED = """
            select pilot_id from attempt where live and not confirmed
            union all
            select id from pilot where told is not null and ended_at is null
            """;

    // The changes between IDLE and BUSY are told by the history of the jobs.
    private static final String RECORD = """
            with change as (
              select * from unnest(:pilots, :was, :states, :seqs, :leases, :done, :remaining, :disks, :reasons,
                :measured, :processors, :loads, :machines, :freeMemory, :freeDisk)
                as c(pilot_id, was, state, seq, lease_s, done, remaining_s, disk_mb, reason,
                  measured, processors, load, machine_mb, free_memory_mb, free_disk_mb)
            ), moved as (
              update pilot p
              set state = c.state, seq = c.seq, last_seen_at = now(), lease_until = now() + make_interval(secs => c.lease_s),
                jobs_done = p.jobs_done + c.done,
                ends_at = coalesce(now() + make_interval(secs => c.remaining_s), p.ends_at),
                disk_mb = coalesce(c.disk_mb, p.disk_mb),
                processors = case when c.measured then c.processors else p.processors end,
                load = case when c.measured then c.load else p.load end,
                machine_mb = case when c.measured then c.machine_mb else p.machine_mb end,
                free_memory_mb = case when c.measured then c.free_memory_mb else p.free_memory_mb end,
                free_disk_mb = case when c.measured then c.free_disk_mb else p.free_disk_mb end,
                machine_at = case when c.measured then now() else p.machine_at end,
                reason = coalesce(c.reason, case when c.state = c.was then p.reason end),
                ended_at = case when c.state = c.was then p.ended_at when c.state in ('STOPPED', 'KILLED') then now() end
              from change c
              where p.id = any(array[c.pilot_id])
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'pilot', pilot_id, was, state, 'pilot ' || pilot_id, coalesce(reason, case when was = 'LOST' then 'heard of again' end)
            from change
            where was <> state
              and not (was in ('IDLE', 'BUSY') and state in ('IDLE', 'BUSY'))
            """;

    private final JdbcClient db;
    private final Assignments assignments;

    PilotBookSql(JdbcClient db, Assignments assignments) {
        this.db = db;
        this.assignments = assignments;
    }

    /**
     * A pilot as the books have it.
     *
     * @param seq of its newest exchange
     * @param tokenHash of its newest registration; empty if it never registered
     * @param told by a person, for good
     */
    @SuppressWarnings("ArrayRecordComponent") // a hash, compared with MessageDigest.isEqual
    record Entry(
            PilotId id,
            String site,
            @Nullable String host,
            PilotState state,
            long seq,
            byte[] tokenHash,
            @Nullable Told told) {

        /** Whether a wish of this pilot that waits may still be its own. */
        boolean isServed() {
            return switch (state) {
                case ACTIVE, IDLE, BUSY, DRAINING -> true;
                case SUBMITTED, STOPPED, KILLED, LOST -> false;
            };
        }
    }

    Map<PilotId, Entry> lock(Collection<PilotId> pilots) {
        var found = new HashMap<PilotId, Entry>();
        if (pilots.isEmpty()) {
            return found;
        }
        db.sql(LOCK)
                .param("pilots", ids(pilots))
                .query(PilotBookSql::entry)
                .list()
                .forEach(it -> found.put(it.id(), it));
        return found;
    }

    private static Entry entry(ResultSet row, int n) throws SQLException {
        return new Entry(
                new PilotId(row.getLong("id")),
                row.getString("site"),
                row.getString("host"),
                PilotState.valueOf(row.getString("state")),
                row.getLong("seq"),
                Objects.requireNonNullElse(row.getBytes("token_hash"), new byte[0]),
                told(row));
    }

    private static @Nullable Told told(ResultSet row) throws SQLException {
        var what = row.getString("told");
        return what == null ? null : new Told(Told.What.valueOf(what), row.getString("told_why"));
    }

    /**
     * A job that the books say a pilot holds.
     *
     * @param followed whether somebody watches its output
     */
    record Live(Claimed claimed, boolean confirmed, boolean followed) {

        AttemptId attempt() {
            return claimed.assignment().attempt();
        }
    }

    Map<PilotId, Live> live(Collection<PilotId> pilots) {
        var found = new HashMap<PilotId, Live>();
        if (pilots.isEmpty()) {
            return found;
        }
        db.sql(LIVE)
                .param("pilots", ids(pilots))
                .query((row, n) -> new Live(
                        new Claimed(new PilotId(row.getLong("pilot_id")), assignments.read(row)),
                        row.getBoolean("confirmed"),
                        row.getBoolean("followed")))
                .list()
                .forEach(it -> found.put(it.claimed().pilot(), it));
        return found;
    }

    /** All pilots that were given a job which they have not confirmed, or were told to end. */
    Set<PilotId> called() {
        return new HashSet<>(db.sql(CALLED)
                .query((row, n) -> new PilotId(row.getLong("pilot_id")))
                .list());
    }

    /**
     * Why an attempt does not count any more.
     *
     * @param sentence for the pilot's log
     */
    record GivenUp(AttemptId attempt, String sentence) {}

    /** Of these attempts that pilots hold and that are not live in the books: those that cannot count any more. */
    Map<PilotId, GivenUp> givenUp(Map<PilotId, AttemptId> held) {
        var givenUp = new HashMap<PilotId, GivenUp>();
        held.forEach((pilot, it) -> givenUp.put(pilot, new GivenUp(it, "attempt " + it + " is not this pilot's")));
        db.sql(HELD)
                .param("pilots", ids(held.keySet()))
                .param(
                        "jobs",
                        Columns.array("bigint", held.values(), it -> it.job().value()))
                .param("attempts", Columns.array("integer", held.values(), AttemptId::attempt))
                .query(row -> {
                    var pilot = new PilotId(row.getLong("pilot_id"));
                    var id = new AttemptId(new JobId(row.getLong("job_id")), row.getInt("attempt"));
                    var isLatest = row.getInt("latest") == id.attempt();
                    var waits =
                            Tried.waitsAgain(JobState.valueOf(row.getString("state")), row.getBoolean("taken_back"));
                    if (isLatest && waits && Tried.isProvisional(row.getString("result"))) {
                        givenUp.remove(pilot);
                    } else if (isLatest && waits) {
                        givenUp.put(pilot, new GivenUp(id, "attempt " + id + " ended as " + row.getString("result")));
                    } else if (isLatest) {
                        givenUp.put(pilot, new GivenUp(id, "job " + id.job() + " is " + row.getString("state")));
                    } else {
                        givenUp.put(pilot, new GivenUp(id, "attempt " + row.getInt("latest") + " has the job now"));
                    }
                });
        return givenUp;
    }

    /**
     * What a round found out about a pilot.
     *
     * @param leaseSeconds from now
     * @param done attempts whose end it reported now
     * @param offer what it offers now, if it said so: its free disk changes, and what remains of its life
     * @param machine how its machine does, if it said so
     */
    record Change(
            Entry was,
            PilotState state,
            long seq,
            double leaseSeconds,
            int done,
            @Nullable Offer offer,
            @Nullable MachineState machine,
            @Nullable String reason) {

        private @Nullable Long remainingSeconds() {
            return offer == null ? null : offer.remainingSeconds();
        }

        private @Nullable Integer diskMb() {
            return offer == null ? null : offer.diskMb();
        }

        private @Nullable Integer processors() {
            return machine == null ? null : machine.processors();
        }

        private @Nullable Double load() {
            return machine == null ? null : machine.load();
        }

        private @Nullable Integer machineMb() {
            return machine == null ? null : machine.memoryMb();
        }

        private @Nullable Integer freeMemoryMb() {
            return machine == null ? null : machine.freeMemoryMb();
        }

        private @Nullable Integer freeDiskMb() {
            return machine == null ? null : machine.freeDiskMb();
        }
    }

    void record(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        db.sql(RECORD)
                .param(
                        "pilots",
                        Columns.array("bigint", changes, it -> it.was().id().value()))
                .param(
                        "was",
                        Columns.array("text", changes, it -> it.was().state().name()))
                .param("states", Columns.array("text", changes, it -> it.state().name()))
                .param("seqs", Columns.array("bigint", changes, Change::seq))
                .param("leases", Columns.array("double precision", changes, Change::leaseSeconds))
                .param("done", Columns.array("integer", changes, Change::done))
                .param("remaining", Columns.array("bigint", changes, Change::remainingSeconds))
                .param("disks", Columns.array("integer", changes, Change::diskMb))
                .param("reasons", Columns.array("text", changes, Change::reason))
                .param("measured", Columns.array("boolean", changes, it -> it.machine() != null))
                .param("processors", Columns.array("integer", changes, Change::processors))
                .param("loads", Columns.array("double precision", changes, Change::load))
                .param("machines", Columns.array("integer", changes, Change::machineMb))
                .param("freeMemory", Columns.array("integer", changes, Change::freeMemoryMb))
                .param("freeDisk", Columns.array("integer", changes, Change::freeDiskMb))
                .update();
    }

    private static Object ids(Collection<PilotId> pilots) {
        return Columns.array("bigint", pilots, PilotId::value);
    }
}
