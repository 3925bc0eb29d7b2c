package org.freshet.server.bulk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkJobView;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.BulkView.Phase;
import org.freshet.server.job.JobCriteria;
import org.freshet.server.job.JobOrder;
import org.freshet.server.job.MatchingJobsSql;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes of many jobs: previewed, confirmed and taken back. {@link BulkWork} does what was confirmed. */
@Service
public class Bulks {

    /** Most jobs of one change. */
    public static final int MOST_JOBS = 100_000;

    /** So many jobs are looked through for those that match, the newest first. */
    public static final int LOOKED_THROUGH = 1_000_000;

    private static final int MOST_PRIORITY = 1000;
    private static final Duration LONGEST_USE = Duration.ofDays(3650);

    private final BulkSql sql;
    private final BulkViewSql views;
    private final MatchingJobsSql matching;
    private final EventSql events;
    private final BulkSettings settings;

    Bulks(BulkSql sql, BulkViewSql views, MatchingJobsSql matching, EventSql events, BulkSettings settings) {
        this.sql = sql;
        this.views = views;
        this.matching = matching;
        this.events = events;
        this.settings = settings;
    }

    /**
     * Who asks.
     *
     * @param account its name
     * @param operator whether it may change the jobs of others
     */
    public record Person(String account, boolean operator) {}

    /**
     * What somebody wants to do to which jobs.
     *
     * @param chosen the criteria as in the address of the list; null = the jobs were named one by one
     * @param priority for {@link BulkAction#PRIORITY} only, which needs it
     * @param usefulFor for {@link BulkAction#RETRY} only
     */
    public record Wish(
            BulkAction action,
            JobCriteria criteria,
            @Nullable String chosen,
            @Nullable Integer priority,
            @Nullable Duration usefulFor) {}

    /** Writes down which jobs these are, and does nothing to them. */
    @Transactional
    public BulkView preview(Wish wish, Person who) {
        check(wish);
        var bulk = sql.make(wish, who);
        var way = matching.way(wish.criteria());
        var part = new MatchingJobsSql.Part(JobOrder.NEWEST, false, null, null, LOOKED_THROUGH, MOST_JOBS + 1);
        var found = sql.freeze(bulk, wish, who, way, part);
        if (wish.chosen() == null) {
            sql.freezeMissing(bulk, wish.criteria().ids());
        }
        if (found > MOST_JOBS) {
            sql.dropOldest(bulk);
            sql.markCut(bulk);
        } else if (matching.endOfSearch(way, part).isPresent()) {
            sql.markCut(bulk);
        }
        return show(bulk);
    }

    private static void check(Wish wish) {
        var priority = wish.priority();
        if ((priority != null) != (wish.action() == BulkAction.PRIORITY)) {
            throw Invalid.field(
                    "priority",
                    priority == null ? "missing; a whole number from -1000 to 1000 is expected" : "only for PRIORITY");
        }
        if (priority != null && Math.abs(priority) > MOST_PRIORITY) {
            throw Invalid.field("priority", priority + " is not allowed; a whole number from -1000 to 1000 is");
        }
        var usefulFor = wish.usefulFor();
        if (usefulFor != null && wish.action() != BulkAction.RETRY) {
            throw Invalid.field("usefulFor", "only for RETRY");
        }
        if (usefulFor != null && (usefulFor.toSeconds() < 1 || usefulFor.compareTo(LONGEST_USE) > 0)) {
            throw Invalid.field("usefulFor", "a time from one second to ten years is expected");
        }
        if (wish.criteria().ids().size() > MOST_JOBS) {
            throw Invalid.field("ids", "more than " + MOST_JOBS + " jobs");
        }
    }

    /** For how long after its end a change can be taken back. */
    public long undoSeconds() {
        return settings.undo().toSeconds();
    }

    /** Lets it be done to exactly the jobs of the preview. Only who asked for it may. */
    @Transactional
    public BulkView confirm(long bulk, @Nullable String reason, Person who) {
        sql.lock(bulk);
        var task = find(bulk);
        if (!task.owner().equals(who.account())) {
            throw new Forbidden("Change " + bulk + " was prepared by " + task.owner()
                    + ", who alone can confirm it. Make a preview of your own.");
        }
        var why = Reason.required(reason);
        if (task.phase() != Phase.PREVIEW) {
            throw new Conflict("Change " + bulk + " was confirmed before. Nothing was done again.");
        }
        var open = sql.open(bulk);
        if (open == 0) {
            throw new Conflict("Nothing was done: to none of the jobs of change " + bulk + " can this be done.");
        }
        if (!sql.confirm(bulk, why, who.operator(), settings.preview())) {
            throw new Conflict("Nothing was done: the preview of change " + bulk
                    + " is too old. Make it again: other jobs may match now.");
        }
        tell(bulk, who, words(task) + " of " + jobs(open) + chosen(task) + ": " + why);
        return show(bulk);
    }

    /** One line of the audit, however many jobs it is about. */
    private void tell(long bulk, Person who, String what) {
        events.append("bulk", bulk, null, "CONFIRMED", "user " + who.account(), what);
    }

    private static String words(Task task) {
        var word = task.action().name().toLowerCase(Locale.ROOT);
        return task.priority() == null ? word : word + " " + task.priority();
    }

    private static String jobs(long number) {
        return number == 1 ? "1 job" : String.format(Locale.ROOT, "%,d jobs", number);
    }

    private static String chosen(Task task) {
        if (task.chosen() == null) {
            return "";
        }
        return task.chosen().isEmpty() ? " (all jobs)" : " (" + task.chosen() + ")";
    }

    /**
     * Takes back what can be taken back, and stops what is still to be done. Who asked for it may, and every operator.
     *
     * @return the change that does it; where nothing that was done can be taken back, the one that was stopped
     */
    @Transactional
    public BulkView undo(long bulk, Person who) {
        sql.lock(bulk);
        var task = find(bulk);
        if (!task.owner().equals(who.account()) && !who.operator()) {
            throw new Forbidden("Change " + bulk + " was made by " + task.owner() + ". To take it back, the account "
                    + who.account() + " needs the role OPERATOR.");
        }
        checkMayBeUndone(task);
        var stopped = task.phase() == Phase.RUNNING;
        if (stopped) {
            sql.stop(bulk);
            sql.finish(bulk);
        }
        if (undoable(task, views.counts(bulk)) == 0) {
            if (stopped) {
                return show(bulk);
            }
            throw new Conflict("Nothing that change " + bulk + " did can be taken back.");
        }
        var reason = "undo of bulk " + bulk + ": " + task.reason();
        var undo = sql.makeUndo(task, reverse(task.action()), who, reason, task.action() != BulkAction.CANCEL);
        tell(
                undo,
                who,
                reverse(task.action()).name().toLowerCase(Locale.ROOT) + " of " + jobs(sql.open(undo)) + ": " + reason);
        return show(undo);
    }

    private void checkMayBeUndone(Task task) {
        if (task.phase() == Phase.PREVIEW) {
            throw new Conflict("Change " + task.id() + " was not confirmed: there is nothing to take back.");
        }
        if (task.undoneBy() != null) {
            throw new Conflict("Change " + task.id() + " was taken back before, by change " + task.undoneBy() + ".");
        }
        if (task.undoOf() != null) {
            throw new Conflict("Change " + task.id() + " took another back, and cannot be taken back itself.");
        }
        var until = undoUntil(task);
        if (until != null && !task.now().isBefore(until)) {
            throw new Conflict("Change " + task.id() + " ended more than "
                    + settings.undo().toSeconds() + " s ago and cannot be taken back as a whole any more.");
        }
    }

    /** What takes it back. Of what was retried, this is only done to what has not started since. */
    private static BulkAction reverse(BulkAction action) {
        return switch (action) {
            case CANCEL -> BulkAction.RETRY;
            case RETRY -> BulkAction.CANCEL;
            case HOLD -> BulkAction.RELEASE;
            case RELEASE -> BulkAction.HOLD;
            case PRIORITY -> BulkAction.PRIORITY;
        };
    }

    private @Nullable Instant undoUntil(Task task) {
        var ended = task.endedAt();
        return ended == null ? null : ended.plus(settings.undo());
    }

    /** How many of those that are done could be taken back. */
    private static long undoable(Task task, BulkViewSql.Counts counts) {
        if (task.undoOf() != null || task.undoneBy() != null) {
            return 0;
        }
        return switch (task.action()) {
            case CANCEL -> counts.doneBeforeStart();
            case HOLD, RELEASE, PRIORITY, RETRY -> counts.done();
        };
    }

    /** How it stands. */
    @Transactional(readOnly = true)
    public BulkView show(long bulk) {
        var task = find(bulk);
        var counts = views.counts(bulk);
        var undo = task.phase() == Phase.PREVIEW ? 0 : undoable(task, counts);
        var until = undoUntil(task);
        var inTime = until == null || task.now().isBefore(until);
        return new BulkView(
                bulk,
                task.action(),
                task.phase(),
                task.owner(),
                task.chosen(),
                task.cut(),
                task.priority(),
                task.usefulForSeconds(),
                task.reason(),
                counts.jobs(),
                counts.open(),
                counts.done(),
                counts.refused(),
                views.refusals(bulk),
                task.createdAt(),
                task.phase() == Phase.PREVIEW ? task.createdAt().plus(settings.preview()) : null,
                task.confirmedAt(),
                task.endedAt(),
                inTime ? undo : 0,
                inTime && undo > 0 ? until : null,
                task.undoOf(),
                task.undoneBy());
    }

    /**
     * Its jobs, highest id first, one more than the limit if there are others.
     *
     * @param after only jobs with a lower id; null = from the first
     */
    @Transactional(readOnly = true)
    public List<BulkJobView> jobs(long bulk, @Nullable Long after, int limit) {
        find(bulk);
        return views.jobs(bulk, after, limit + 1);
    }

    private Task find(long bulk) {
        return sql.find(bulk)
                .orElseThrow(() -> new NotFound("Change " + bulk
                        + " does not exist. Previews that nobody confirms are forgotten after "
                        + settings.preview().toMinutes() + " min, and what became of the others after "
                        + settings.kept().toDays() + " days; the history of the jobs tells it for longer."));
    }

    /**
     * Ids of its jobs, for another change of them.
     *
     * @param onlyDone whether only those to which it was done
     */
    @Transactional(readOnly = true)
    public List<Long> ids(long bulk, boolean onlyDone) {
        find(bulk);
        return views.ids(bulk, onlyDone);
    }
}
