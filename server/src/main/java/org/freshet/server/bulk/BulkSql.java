package org.freshet.server.bulk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.server.job.MatchingJobsSql;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes changes of many jobs down, from their preview to their end. */
@Repository
class BulkSql {

    private static final String MAKE = """
            insert into bulk (action, owner, operator, chosen, priority, useful_for_s)
            values (:action, :owner, :operator, :chosen, :priority, :usefulFor)
            returning id
            """;

    // Around what finds the jobs. Nothing is decided here for good: each job is looked at again when its turn comes.
    private static final String FREEZE = """
            insert into bulk_job (bulk_id, job_id, was_state, was_priority, outcome, why)
            select :bulk, found.id, found.state, found.priority,
                   case when found.why is not null then 'IMPOSSIBLE' end, found.why
              from (
                select j.id, j.state, j.priority,
                       case
                         when not :mayAll and j.owner <> :me then 'it belongs to ' || j.owner
                         when j.state <> all(:suits) then 'it is ' || j.state
                         when :needsUse and j.useful_until <= now()
                           then 'the time has passed until which its result is of use; say for how long a new one is'
                         when j.priority = cast(:wanted as integer) then 'it has this priority'
                       end as why
                  from (%s) j
              ) found
            """;

    private static final String FREEZE_MISSING = """
            insert into bulk_job (bulk_id, job_id, outcome, why)
            select :bulk, wanted.id, 'IMPOSSIBLE', 'it does not exist'
              from (select distinct unnest(:jobs) as id) wanted
             where not exists (select from bulk_job b where b.bulk_id = :bulk and b.job_id = wanted.id)
            """;

    private static final String DROP_OLDEST = """
            delete from bulk_job
             where bulk_id = :bulk and job_id = (select min(job_id) from bulk_job where bulk_id = :bulk)
            """;

    private static final String CUT = "update bulk set cut = true where id = :bulk";

    private static final String FIND = """
            select b.*, now() as now,
                   (select u.id from bulk u where u.undo_of = b.id) as undone_by,
                   (select o.priority from bulk o where o.id = b.undo_of) as undone_priority
              from bulk b
             where b.id = :bulk
            """;

    private static final String LOCK = "select id from bulk where id = :bulk for update";

    private static final String CONFIRM = """
            update bulk
               set phase = 'RUNNING', confirmed_at = now(), reason = :reason, operator = :operator
             where id = :bulk and phase = 'PREVIEW' and created_at > now() - make_interval(secs => :kept)
            """;

    private static final String OPEN = """
            select count(*) from bulk_job where bulk_id = :bulk and outcome is null
            """;

    // Served by bulk_unfinished.
    private static final String RUNNING = """
            select id from bulk where phase <> 'DONE' and phase = 'RUNNING' order by id
            """;

    // Served by bulk_job_open. What another server works on is left to it.
    private static final String TAKE = """
            select job_id, was_state, new_priority
              from bulk_job
             where bulk_id = :bulk and outcome is null
             order by job_id
             limit :most
               for update skip locked
            """;

    private static final String TAKE_ONE = """
            select job_id
              from bulk_job
             where bulk_id = :bulk and job_id = :job and outcome is null
               for update skip locked
            """;

    private static final String SETTLE_DONE = """
            update bulk_job b
               set outcome = 'DONE', was_state = was.state, was_priority = was.priority
              from unnest(:jobs, :states, :priorities) as was(id, state, priority)
             where b.bulk_id = :bulk and b.job_id = was.id
            """;

    private static final String SETTLE_TOO_LATE = """
            update bulk_job b
               set outcome = 'TOO_LATE', why = refused.why
              from unnest(:jobs, :whys) as refused(id, why)
             where b.bulk_id = :bulk and b.job_id = refused.id
            """;

    private static final String STOP = """
            update bulk_job
               set outcome = 'TOO_LATE', why = 'the change was taken back before its turn came'
             where bulk_id = :bulk and outcome is null
            """;

    private static final String FINISH = """
            update bulk
               set phase = 'DONE', ended_at = now()
             where id = :bulk and phase = 'RUNNING'
               and not exists (select from bulk_job where bulk_id = :bulk and outcome is null)
            """;

    private static final String MAKE_UNDO = """
            insert into bulk (action, phase, owner, operator, reason, undo_of, confirmed_at)
            values (:action, 'RUNNING', :owner, :operator, :reason, :undone, now())
            returning id
            """;

    private static final String FREEZE_UNDO = """
            insert into bulk_job (bulk_id, job_id, was_state, new_priority)
            select :bulk, job_id, was_state, was_priority
              from bulk_job
             where bulk_id = :undone and outcome = 'DONE' and (:all or was_state in ('TEMPLATE', 'DEFINED'))
            """;

    // From now on in this transaction: every event says of which change it is a part.
    private static final String ORIGIN = "select set_config('freshet.origin', :origin, true)";

    private static final String FORGET_PREVIEWS = """
            delete from bulk
             where id in (
               select id from bulk
                where phase <> 'DONE' and phase = 'PREVIEW' and created_at < now() - make_interval(secs => :kept)
                order by id
                limit 10
                  for update skip locked)
            """;

    // The table has a row for each change that people made in a month.
    private static final String FORGET = """
            delete from bulk
             where id in (
               select id from bulk
                where phase = 'DONE' and ended_at < now() - make_interval(secs => :kept)
                order by id
                limit 10
                  for update skip locked)
            """;

    private final JdbcClient db;

    BulkSql(JdbcClient db) {
        this.db = db;
    }

    /** @param wasState its state when the preview was made; null = unknown */
    record Wanted(
            long job, @Nullable String wasState, @Nullable Integer newPriority) {}

    long make(Bulks.Wish wish, Bulks.Person who) {
        var usefulFor = wish.usefulFor();
        return db.sql(MAKE)
                .param("action", wish.action().name())
                .param("owner", who.account())
                .param("operator", who.operator())
                .param("chosen", wish.chosen())
                .param("priority", wish.priority())
                .param("usefulFor", usefulFor == null ? null : Math.toIntExact(usefulFor.toSeconds()))
                .query(Long.class)
                .single();
    }

    /** Writes the jobs of a part down, and returns how many they are. */
    int freeze(long bulk, Bulks.Wish wish, Bulks.Person who, MatchingJobsSql.Way way, MatchingJobsSql.Part part) {
        var statement = db.sql(FREEZE.formatted(MatchingJobsSql.statement(way, part)));
        return MatchingJobsSql.bind(statement, way, part)
                .param("bulk", bulk)
                .param("mayAll", who.operator())
                .param("me", who.account())
                .param("suits", Columns.array("text", wish.action().from(), Enum::name))
                .param("needsUse", wish.action() == BulkAction.RETRY && wish.usefulFor() == null)
                .param("wanted", wish.priority())
                .update();
    }

    void freezeMissing(long bulk, Collection<Long> jobs) {
        db.sql(FREEZE_MISSING)
                .param("bulk", bulk)
                .param("jobs", Columns.bigints(jobs))
                .update();
    }

    void dropOldest(long bulk) {
        db.sql(DROP_OLDEST).param("bulk", bulk).update();
    }

    void markCut(long bulk) {
        db.sql(CUT).param("bulk", bulk).update();
    }

    Optional<Task> find(long bulk) {
        return db.sql(FIND).param("bulk", bulk).query(BulkSql::task).optional();
    }

    /** Nobody else confirms it or takes it back before the commit. */
    void lock(long bulk) {
        db.sql(LOCK).param("bulk", bulk).query(Long.class).list();
    }

    boolean confirm(long bulk, String reason, boolean operator, Duration kept) {
        return db.sql(CONFIRM)
                        .param("bulk", bulk)
                        .param("reason", reason)
                        .param("operator", operator)
                        .param("kept", kept.toSeconds())
                        .update()
                > 0;
    }

    /** How many jobs have no outcome yet. */
    long open(long bulk) {
        return db.sql(OPEN).param("bulk", bulk).query(Long.class).single();
    }

    List<Long> running() {
        return db.sql(RUNNING).query(Long.class).list();
    }

    List<Wanted> take(long bulk, int most) {
        return db.sql(TAKE)
                .param("bulk", bulk)
                .param("most", most)
                .query((row, n) -> new Wanted(
                        row.getLong("job_id"), row.getString("was_state"), Rows.integer(row, "new_priority")))
                .list();
    }

    /** Whether it is still to be done, and nobody else is at it. */
    boolean takeOne(long bulk, long job) {
        return db.sql(TAKE_ONE)
                .param("bulk", bulk)
                .param("job", job)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    void settleDone(long bulk, Collection<Settled> jobs) {
        db.sql(SETTLE_DONE)
                .param("bulk", bulk)
                .param("jobs", Columns.array("bigint", jobs, Settled::job))
                .param("states", Columns.array("text", jobs, Settled::wasState))
                .param("priorities", Columns.array("integer", jobs, Settled::wasPriority))
                .update();
    }

    /** What a job was just before it was changed. */
    record Settled(long job, String wasState, int wasPriority) {}

    void settleTooLate(long bulk, Collection<Refused> jobs) {
        db.sql(SETTLE_TOO_LATE)
                .param("bulk", bulk)
                .param("jobs", Columns.array("bigint", jobs, Refused::job))
                .param("whys", Columns.array("text", jobs, Refused::why))
                .update();
    }

    /** A job that could not be changed any more. */
    record Refused(long job, String why) {}

    void stop(long bulk) {
        db.sql(STOP).param("bulk", bulk).update();
    }

    /** Whether it ended now: all its jobs have an outcome. */
    boolean finish(long bulk) {
        return db.sql(FINISH).param("bulk", bulk).update() > 0;
    }

    /** @param all whether all that were done are taken back, or only those that had not started */
    long makeUndo(Task undone, BulkAction action, Bulks.Person who, String reason, boolean all) {
        var bulk = db.sql(MAKE_UNDO)
                .param("action", action.name())
                .param("owner", who.account())
                .param("operator", who.operator())
                .param("reason", reason)
                .param("undone", undone.id())
                .query(Long.class)
                .single();
        db.sql(FREEZE_UNDO)
                .param("bulk", bulk)
                .param("undone", undone.id())
                .param("all", all)
                .update();
        return bulk;
    }

    void nameOrigin(long bulk) {
        db.sql(ORIGIN).param("origin", "bulk " + bulk).query(String.class).single();
    }

    int forgetPreviews(Duration kept) {
        return db.sql(FORGET_PREVIEWS).param("kept", kept.toSeconds()).update();
    }

    int forget(Duration kept) {
        return db.sql(FORGET).param("kept", kept.toSeconds()).update();
    }

    private static Task task(ResultSet row, int n) throws SQLException {
        return new Task(
                row.getLong("id"),
                BulkAction.valueOf(row.getString("action")),
                Phase.valueOf(row.getString("phase")),
                row.getString("owner"),
                row.getBoolean("operator"),
                row.getString("chosen"),
                row.getBoolean("cut"),
                Rows.integer(row, "priority"),
                Rows.integer(row, "useful_for_s"),
                row.getString("reason"),
                Rows.bigint(row, "undo_of"),
                Rows.bigint(row, "undone_by"),
                Rows.integer(row, "undone_priority"),
                Rows.requiredInstant(row, "created_at"),
                Rows.instant(row, "confirmed_at"),
                Rows.instant(row, "ended_at"),
                Rows.requiredInstant(row, "now"));
    }
}
