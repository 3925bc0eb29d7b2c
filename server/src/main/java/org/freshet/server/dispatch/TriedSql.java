package org.freshet.server.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotId;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks at attempts and locks them and their jobs, so that what is decided about them stays true until the commit. */
@Repository
class TriedSql {

    // The queue's rows come before the jobs' rows in the order of locks.
    private static final String LOCK_QUEUED = """
            select job_id from ready where job_id = any(:jobs) order by job_id for no key update
            """;

    // Let go by its workflow while its job was waited for.
    private static final String LOCK_QUEUED_MEANWHILE = """
            select job_id from ready where job_id = any(:jobs) order by job_id for no key update skip locked
            """;

    // What tried() reads. Hardly a job names exit codes: no array is read for the others.
    private static final String TRIED = """
            select j.id, a.attempt, a.pilot_id, j.state, j.attempt as latest, a.live, a.confirmed, a.started_at, a.result,
              a.reason, j.failures, j.retries, nullif(j.no_retry_exit_codes, '{}') as no_retry_exit_codes,
              j.losses, j.max_losses, j.exclusive,
              coalesce(j.fan_out ->> 'glob', j.fan_out ->> 'file') is not null as lists
            """;

    // Locked one by one, each sought by its key: a join by a plan that was made while the tables were small reads all
    // of
    // them.
    private static final String LOOK = TRIED + """
            from (select * from unnest(:jobs, :attempts) as r(job_id, attempt) order by job_id) r
            cross join lateral (select * from job where id = r.job_id for no key update) j
            cross join lateral (
              select * from attempt where job_id = r.job_id and attempt = r.attempt for no key update
            ) a
            """;

    // Served by attempt_one_live_per_pilot.
    private static final String LOOK_OF_PILOTS = TRIED + """
            from (select job_id, attempt from attempt where live and pilot_id = any(:pilots) order by job_id) l
            cross join lateral (select * from job where id = l.job_id for no key update) j
            cross join lateral (
              select * from attempt
              where job_id = l.job_id and attempt = l.attempt and (live and pilot_id = any(:pilots)) is true
              for no key update
            ) a
            """;

    // What is locked is just being reported. A time that is still to come was taken before the clock was set back; one
    // after now() is that of a claim which was committed since this transaction began.
    private static final String LOOK_UNCONFIRMED = TRIED + """
            from attempt a
            join job j on j.id = a.job_id
            where a.live and not a.confirmed
              and (
                a.dispatched_at < now() - make_interval(secs => :deadline)
                or a.dispatched_at > clock_timestamp() + interval '5 s'
              )
            order by j.id
            limit 500
            for no key update of j, a skip locked
            """;

    // A pilot that has spoken since the limit passed would have said that the payload ended.
    // One that is silent is left to its lease. Served by attempt_live_of_type.
    private static final String LOOK_OVERDUE = TRIED + """
            , a.host, j.time_limit_s, due.beyond_s
            from attempt a
            join job j on j.id = a.job_id
            join pilot p on p.id = a.pilot_id
            join site s on s.name = a.site
            cross join lateral (
              select
                least(extract(epoch from now() - coalesce(a.started_at, a.dispatched_at)), :clockRan) - j.time_limit_s as beyond_s,
                coalesce(a.started_at, a.dispatched_at) + make_interval(secs => j.time_limit_s + s.kill_grace_s) as at
            ) due
            where a.live and a.confirmed and due.beyond_s > s.kill_grace_s + :margin and p.last_seen_at > due.at
            order by j.id
            limit 500
            for no key update of j, a skip locked
            """;

    // A statement of its own: it must see what was committed while the jobs' rows were waited for.
    private static final String TAKEN_BACK = """
            select job_id from vertex where job_id = any(:jobs) and not released
            """;

    private static final String IS_OF = """
            select count(*) from attempt where job_id = :job and attempt = :attempt and pilot_id = :pilot
            """;

    private final JdbcClient db;

    TriedSql(JdbcClient db) {
        this.db = db;
    }

    Map<AttemptId, Tried> lock(Collection<AttemptId> attempts) {
        db.sql(LOCK_QUEUED)
                .param("jobs", Columns.array("bigint", attempts, it -> it.job().value()))
                .query(Long.class)
                .list();
        var found = new HashMap<AttemptId, Tried>();
        db.sql(LOOK)
                .param("jobs", Columns.array("bigint", attempts, it -> it.job().value()))
                .param("attempts", Columns.array("integer", attempts, AttemptId::attempt))
                .query(TriedSql::tried)
                .list()
                .forEach(it -> found.put(it.id(), it));
        lockQueuedMeanwhile(found.values());
        noteTakenBack(found);
        return found;
    }

    private void lockQueuedMeanwhile(Collection<Tried> found) {
        var queued = idsOf(found, JobState.DEFINED);
        if (!queued.isEmpty()) {
            db.sql(LOCK_QUEUED_MEANWHILE)
                    .param("jobs", Columns.bigints(queued))
                    .query(Long.class)
                    .list();
        }
    }

    private static List<Long> idsOf(Collection<Tried> all, JobState state) {
        return all.stream()
                .filter(it -> it.state() == state)
                .map(it -> it.id().job().value())
                .toList();
    }

    private void noteTakenBack(Map<AttemptId, Tried> found) {
        var held = idsOf(found.values(), JobState.TEMPLATE);
        if (!held.isEmpty()) {
            var takenBack = db.sql(TAKEN_BACK)
                    .param("jobs", Columns.bigints(held))
                    .query(Long.class)
                    .set();
            found.replaceAll((id, it) -> takenBack.contains(id.job().value()) ? it.andTakenBack() : it);
        }
    }

    /** The live attempts of these pilots. */
    List<Tried> lockOf(Collection<PilotId> pilots) {
        return db.sql(LOOK_OF_PILOTS)
                .param("pilots", Columns.array("bigint", pilots, PilotId::value))
                .query(TriedSql::tried)
                .list();
    }

    /** Live attempts that their pilots have not confirmed within the deadline. */
    List<Tried> lockUnconfirmed(Duration deadline) {
        return db.sql(LOOK_UNCONFIRMED)
                .param("deadline", deadline.toMillis() / 1000.0)
                .query(TriedSql::tried)
                .list();
    }

    /**
     * An attempt over its time limit.
     *
     * @param beyond how long it is over
     */
    record Overdue(Tried was, String host, Duration timeLimit, Duration beyond) {

        long job() {
            return was.id().job().value();
        }
    }

    /**
     * Live attempts that their pilots should have ended.
     *
     * @param margin beyond time limit and kill grace
     * @param clockRan how far back the database's clock can be trusted
     */
    List<Overdue> lockOverdue(Duration margin, Duration clockRan) {
        return db.sql(LOOK_OVERDUE)
                .param("margin", margin.toMillis() / 1000.0)
                .param("clockRan", clockRan.toMillis() / 1000.0)
                .query((row, n) -> new Overdue(
                        tried(row, n),
                        Objects.requireNonNullElse(row.getString("host"), "an unknown host"),
                        Duration.ofSeconds(row.getInt("time_limit_s")),
                        Duration.ofSeconds(row.getLong("beyond_s"))))
                .list();
    }

    boolean isOf(PilotId pilot, AttemptId attempt) {
        return db.sql(IS_OF)
                        .param("job", attempt.job().value())
                        .param("attempt", attempt.attempt())
                        .param("pilot", pilot.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static Tried tried(ResultSet row, int n) throws SQLException {
        var reason = row.getString("reason");
        return new Tried(
                new AttemptId(new JobId(row.getLong("id")), row.getInt("attempt")),
                new PilotId(row.getLong("pilot_id")),
                JobState.valueOf(row.getString("state")),
                row.getInt("latest"),
                false,
                row.getBoolean("live"),
                row.getBoolean("confirmed"),
                row.getObject("started_at") != null,
                row.getString("result"),
                reason == null ? null : FailureReason.valueOf(reason),
                row.getInt("failures"),
                row.getInt("retries"),
                Rows.integers(row, "no_retry_exit_codes"),
                row.getInt("losses"),
                row.getInt("max_losses"),
                row.getBoolean("exclusive"),
                row.getBoolean("lists"));
    }
}
