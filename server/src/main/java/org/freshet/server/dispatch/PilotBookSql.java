package org.freshet.server.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.JobId;
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
            select id, site, host, state, seq from pilot where id = any(:pilots) order by id for update
            """;

    // Served by attempt_one_live_per_pilot.
    private static final String LIVE = """
            select a.pilot_id, a.confirmed, j.id, a.attempt, j.name, j.jobtype, j.payload, j.env, j.time_limit_s, j.exclusive, j.outputs
            from attempt a
            join job j on j.id = a.job_id
            where a.pilot_id = any(:pilots) and a.live
            """;

    private static final String HELD = """
            select a.job_id, a.attempt, a.result, j.state, j.attempt as latest
            from unnest(:jobs, :attempts) as h(job_id, attempt)
            join attempt a on a.job_id = h.job_id and a.attempt = h.attempt
            join job j on j.id = a.job_id
            """;

    // The changes between IDLE and BUSY are told by the history of the jobs.
    private static final String RECORD = """
            with change as (
              select * from unnest(:pilots, :was, :states, :seqs, :leases, :done, :remaining, :reasons)
                as c(pilot_id, was, state, seq, lease_s, done, remaining_s, reason)
            ), moved as (
              update pilot p
              set state = c.state, seq = c.seq, last_seen_at = now(), lease_until = now() + make_interval(secs => c.lease_s),
                jobs_done = p.jobs_done + c.done,
                ends_at = coalesce(now() + make_interval(secs => c.remaining_s), p.ends_at),
                reason = c.reason,
                ended_at = case when c.state in ('STOPPED', 'KILLED') then now() end
              from change c
              where p.id = c.pilot_id
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
     */
    record Entry(PilotId id, String site, @Nullable String host, PilotState state, long seq) {}

    Map<PilotId, Entry> lock(Collection<PilotId> pilots) {
        var found = new HashMap<PilotId, Entry>();
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
                row.getLong("seq"));
    }

    /** A job that the books say a pilot holds. */
    record Live(Claimed claimed, boolean confirmed) {}

    Map<PilotId, Live> live(Collection<PilotId> pilots) {
        var found = new HashMap<PilotId, Live>();
        db.sql(LIVE)
                .param("pilots", ids(pilots))
                .query((row, n) -> new Live(
                        new Claimed(new PilotId(row.getLong("pilot_id")), assignments.read(row)),
                        row.getBoolean("confirmed")))
                .list()
                .forEach(it -> found.put(it.claimed().pilot(), it));
        return found;
    }

    /** Of these attempts, which are not live in the books, those that still may count, with a sentence for the others. */
    Map<AttemptId, String> givenUp(Collection<AttemptId> held) {
        var given = new HashMap<AttemptId, String>();
        held.forEach(it -> given.put(it, "attempt " + it + " is not in the books"));
        db.sql(HELD)
                .param("jobs", Columns.array("bigint", held, it -> it.job().value()))
                .param("attempts", Columns.array("integer", held, AttemptId::attempt))
                .query(row -> {
                    var id = new AttemptId(new JobId(row.getLong("job_id")), row.getInt("attempt"));
                    var isLatest = row.getInt("latest") == id.attempt();
                    if (isLatest && row.getString("state").equals("DEFINED")) {
                        given.remove(id);
                    } else if (isLatest) {
                        given.put(id, "job " + id.job() + " is " + row.getString("state"));
                    } else {
                        given.put(id, "attempt " + row.getInt("latest") + " has the job now");
                    }
                });
        return given;
    }

    /**
     * What a round found out about a pilot.
     *
     * @param leaseSeconds from now
     * @param done attempts whose end it reported now
     * @param remainingSeconds of its life, if it said so
     */
    record Change(
            Entry was,
            PilotState state,
            long seq,
            double leaseSeconds,
            int done,
            @Nullable Long remainingSeconds,
            @Nullable String reason) {}

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
                .param("reasons", Columns.array("text", changes, Change::reason))
                .update();
    }

    private static Object ids(Collection<PilotId> pilots) {
        return Columns.array("bigint", pilots, PilotId::value);
    }
}
