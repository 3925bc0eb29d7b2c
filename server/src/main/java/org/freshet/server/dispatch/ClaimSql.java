package org.freshet.server.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.PilotId;
import org.freshet.server.dispatch.QueueView.Place;
import org.freshet.server.job.Requirement;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Takes jobs from the queue. */
@Repository
class ClaimSql {

    // Jumps along ready_order from class to class, so the cost is that of the classes, not of the jobs that wait.
    private static final String WAITING = """
            with recursive class as (
              (select class_id from ready order by class_id limit 1)
              union all
              select (select r.class_id from ready r where r.class_id > c.class_id order by r.class_id limit 1)
              from class c
              where c.class_id is not null
            )
            select q.*
            from class c
            cross join lateral (select * from requirement where id = c.class_id limit 1) q
            """;

    // The limits hold until the round ends. The places may be taken before their lock is there, so this only leaves
    // out what cannot be given now anyway. Served by attempt_live_of_type.
    private static final String LIMITED_TYPES = """
            select t.name, t.max_running <= (select count(*) from attempt a where a.live and a.jobtype = t.name) as is_full
            from job_type t
            where t.name = any(:types) and t.max_running is not null
            """;

    // Whoever holds the rows of the limited types is the only one to claim jobs of them until it commits.
    // "no key", so that a submission that refers to the type does not wait.
    private static final String LOCK_LIMITS = """
            select name, max_running
            from job_type
            where name = any(:types) and max_running is not null
            order by name
            for no key update
            """;

    // Served by attempt_live_of_type. A statement of its own: it must see what was committed while the lock was waited
    // for.
    private static final String COUNT_TAKEN = """
            select jobtype, count(*) as taken from attempt where live and jobtype = any(:types) group by jobtype
            """;

    // Of each class what stands behind a place, served by ready_order; then the best of them all: priority first, among
    // types of one priority each its turn, inside a type by place. What somebody else holds at this moment is skipped;
    // no more is locked than is taken. Rows are sought by their keys, however many the planner expects, and jobs meet
    // pilots as the n-th the n-th: nothing is joined with the whole round.
    private static final String CLAIM = """
            with class as (
              select *
              from unnest(:classes, :types, :turns, :places, :priorities, :seqs)
                as c(class_id, jobtype, turn, places, priority, seq)
            ), head as (
              select r.job_id, c.class_id, r.priority, r.seq, c.jobtype, c.turn, c.places
              from class c
              cross join lateral (
                (
                  select job_id, priority, seq
                  from ready
                  where class_id = c.class_id and priority = c.priority and seq > c.seq
                    and (useful_until is null or useful_until > now())
                  order by seq
                  limit least(:wanted + :beyond, c.places)
                )
                union all
                (
                  select job_id, priority, seq
                  from ready
                  where class_id = c.class_id and priority < c.priority and (useful_until is null or useful_until > now())
                  order by priority desc, seq
                  limit least(:wanted + :beyond, c.places)
                )
                limit least(:wanted + :beyond, c.places)
              ) r
            ), ranked as (
              select job_id, class_id, priority, seq, turn, places,
                row_number() over (partition by jobtype order by priority desc, seq) as place,
                row_number() over (partition by priority, jobtype order by seq) as turns_before
              from head
            ), chosen as (
              select job_id, class_id, priority, seq,
                row_number() over (order by priority desc, turns_before, turn, seq) as rank
              from ranked
              where places is null or place <= places
              order by rank
              limit :wanted + :beyond
            ), locked as (
              select c.*
              from (select * from chosen order by rank) c
              cross join lateral (select from ready where job_id = c.job_id for update skip locked) r
              limit :wanted
            ), taken as (
              delete from ready
              using locked l
              where ready.job_id = any(array[l.job_id])
              returning l.*
            ), paired as materialized (
              select p.*
              from (
                select array_agg(job_id order by rank) as jobs, array_agg(class_id order by rank) as classes,
                  array_agg(priority order by rank) as priorities, array_agg(seq order by rank) as seqs
                from taken
              ) t
              cross join lateral unnest(t.jobs, t.classes, t.priorities, t.seqs, :pilots, :sites, :hosts)
                as p(job_id, class_id, priority, seq, pilot_id, site, host)
              where p.job_id is not null
            ), moved as (
              update job
              set state = 'DISPATCHED', attempt = attempt + 1, pilot_id = p.pilot_id, dispatched_at = now(), started_at = null,
                message = null, exit_code = null, signal = null
              from paired p
              where job.id = any(array[p.job_id]) and job.state in ('DEFINED')
              returning job.id, job.attempt, job.pilot_id, job.name, job.jobtype, job.payload, job.env, job.time_limit_s,
                job.exclusive, job.outputs, job.loose_outputs, job.fan_out, p.site, p.host, p.class_id, p.priority, p.seq
            ), tried as (
              insert into attempt (job_id, attempt, pilot_id, site, host, jobtype)
              select id, attempt, pilot_id, site, host, jobtype from moved
            ), history as (
              insert into event (entity, entity_id, from_state, to_state, actor, attempt)
              select 'job', id, 'DEFINED', 'DISPATCHED', 'pilot ' || pilot_id, attempt from moved
            )
            select id, attempt, pilot_id, name, jobtype, payload, env, time_limit_s, exclusive, outputs, loose_outputs,
              fan_out, class_id, priority, seq
            from moved
            """;

    // Served by ready_order.
    private static final String SOME_LEFT = """
            select exists (
              select
              from unnest(:classes, :priorities, :seqs) as c(class_id, priority, seq)
              cross join lateral (
                (
                  select from ready
                  where class_id = c.class_id and priority = c.priority and seq > c.seq
                    and (useful_until is null or useful_until > now())
                  limit 1
                )
                union all
                (
                  select from ready
                  where class_id = c.class_id and priority < c.priority and (useful_until is null or useful_until > now())
                  limit 1
                )
              ) r
            )
            """;

    private final JdbcClient db;
    private final Assignments assignments;

    ClaimSql(JdbcClient db, Assignments assignments) {
        this.db = db;
        this.assignments = assignments;
    }

    List<WaitingClass> waiting() {
        return db.sql(WAITING).query(ClaimSql::waitingClass).list();
    }

    private static WaitingClass waitingClass(ResultSet row, int n) throws SQLException {
        return new WaitingClass(
                row.getLong("id"),
                new Requirement(
                        row.getString("jobtype"),
                        row.getString("site"),
                        row.getInt("cores"),
                        row.getInt("memory_mb"),
                        row.getInt("disk_mb"),
                        Rows.texts(row, "tags"),
                        row.getInt("time_limit_s")));
    }

    /** The limited ones among these types, and whether the limit is reached at this moment. */
    Map<String, Boolean> limitedTypes(Collection<String> types) {
        var limited = new HashMap<String, Boolean>();
        db.sql(LIMITED_TYPES).param("types", Columns.texts(types)).query(row -> {
            limited.put(row.getString("name"), row.getBoolean("is_full"));
        });
        return limited;
    }

    /** Free places of these limited types. Nobody else takes one before this transaction ends. */
    Map<String, Integer> lockFreePlaces(Collection<String> types) {
        var free = new HashMap<String, Integer>();
        if (types.isEmpty()) {
            return free;
        }
        db.sql(LOCK_LIMITS).param("types", Columns.texts(types)).query(row -> {
            free.put(row.getString("name"), row.getInt("max_running"));
        });
        if (!free.isEmpty()) {
            db.sql(COUNT_TAKEN).param("types", Columns.texts(free.keySet())).query(row -> {
                var taken = row.getInt("taken");
                free.computeIfPresent(row.getString("jobtype"), (type, limit) -> Math.max(0, limit - taken));
            });
        }
        return free;
    }

    /**
     * A class to claim from.
     *
     * @param behind only jobs that stand behind this place
     * @param turn the type with the smaller number is served first among those of one priority
     * @param places most jobs of the type to claim; null = no limit
     */
    record Source(
            long classId,
            String jobtype,
            Place behind,
            long turn,
            @Nullable Integer places) {}

    /** A job that was claimed, and where it stood. */
    record Taken(Claimed claimed, long classId, Place place) {}

    /**
     * Claims at most one job for each of the pilots, the best first; fewer if somebody else holds some of these.
     *
     * @param beyond how many jobs that somebody else holds are passed over in all
     */
    List<Taken> claim(List<Source> sources, List<Seeker> seekers, int beyond) {
        return db.sql(CLAIM)
                .param("classes", Columns.array("bigint", sources, Source::classId))
                .param("types", Columns.array("text", sources, Source::jobtype))
                .param("turns", Columns.array("bigint", sources, Source::turn))
                .param("places", Columns.array("integer", sources, Source::places))
                .param("priorities", priorities(sources))
                .param("seqs", seqs(sources))
                .param("wanted", seekers.size())
                .param("beyond", beyond)
                .param(
                        "pilots",
                        Columns.array("bigint", seekers, it -> it.pilot().value()))
                .param("sites", Columns.array("text", seekers, Seeker::site))
                .param("hosts", Columns.array("text", seekers, Seeker::host))
                .query((row, n) -> new Taken(
                        new Claimed(new PilotId(row.getLong("pilot_id")), assignments.read(row)),
                        row.getLong("class_id"),
                        new Place(row.getInt("priority"), row.getLong("seq"))))
                .list();
    }

    private static SqlArrayValue priorities(List<Source> sources) {
        return Columns.array("integer", sources, it -> it.behind().priority());
    }

    private static SqlArrayValue seqs(List<Source> sources) {
        return Columns.array("bigint", sources, it -> it.behind().seq());
    }

    /** Whether one of the sources still has a job that may be given. */
    boolean someLeft(List<Source> sources) {
        var open = sources.stream()
                .filter(it -> it.places() == null || it.places() > 0)
                .toList();
        return !open.isEmpty()
                && db.sql(SOME_LEFT)
                        .param("classes", Columns.array("bigint", open, Source::classId))
                        .param("priorities", priorities(open))
                        .param("seqs", seqs(open))
                        .query(Boolean.class)
                        .single();
    }
}
