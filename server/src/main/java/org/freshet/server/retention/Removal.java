package org.freshet.server.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.freshet.protocol.Purge;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes what is due, batch by batch, each in a transaction of its own. */
@Component
class Removal {

    private final PurgeSql sql;
    private final WorkflowPurgeSql workflows;
    private final Weeks weeks;
    private final TransactionTemplate transaction;

    Removal(PurgeSql sql, WorkflowPurgeSql workflows, Weeks weeks, TransactionTemplate transaction) {
        this.sql = sql;
        this.workflows = workflows;
        this.weeks = weeks;
        this.transaction = transaction;
    }

    /**
     * What was done until then.
     *
     * @param complete false = it was stopped in between
     * @param after where to go on then; null = at the beginning
     */
    record Progress(
            Removed removed, boolean complete, @Nullable Long after) {

        Progress(Removed removed, boolean complete) {
            this(removed, complete, null);
        }
    }

    Instant cutoff(Duration age) {
        return sql.cutoff(age);
    }

    /**
     * Removes what is due.
     *
     * @param after where {@link Progress} said to go on; 0 = at the beginning
     * @param mayGoOn asked before each batch
     */
    Progress remove(Purge.Kind what, Due due, long after, BooleanSupplier mayGoOn, Witness witness) {
        return switch (what) {
            case JOBS ->
                jobs(due, after, mayGoOn, (from, last, chosen) -> witness.saw(sql.deleteJobs(from, last, chosen)));
            case WORKFLOWS -> removeWorkflows(due, after, mayGoOn, witness);
            case LOGS -> removeLogs(due, mayGoOn, witness);
            case PILOTS -> repeat(() -> witness.saw(sql.deletePilots(due)), mayGoOn);
            case HISTORY -> weeks.dropBefore(due.before(), mayGoOn, witness);
            case SERVICE_LOG -> repeat(() -> witness.saw(sql.deleteServiceLog(due.before())), mayGoOn);
        };
    }

    /** What {@link #remove} would remove. */
    Progress count(Purge.Kind what, Due due, long after, BooleanSupplier mayGoOn) {
        return switch (what) {
            case JOBS -> jobs(due, after, mayGoOn, sql::countJobs);
            case WORKFLOWS -> new Progress(workflows.count(due), true);
            case LOGS -> new Progress(sql.countLogs(due), true);
            case PILOTS -> new Progress(sql.countPilots(due), true);
            case HISTORY -> new Progress(weeks.countBefore(due.before()), true);
            case SERVICE_LOG -> new Progress(sql.countServiceLog(due.before()), true);
        };
    }

    Removed removeAudit(Instant before) {
        return repeat(() -> sql.deleteAudit(before), () -> true).removed();
    }

    Removed removeAlarms(Instant before) {
        return repeat(() -> sql.deleteAlarms(before), () -> true).removed();
    }

    Removed removeLogins(Instant before) {
        return repeat(() -> sql.deleteLogins(before), () -> true).removed();
    }

    private interface OfWindow {
        Removed take(long after, long last, Due due);
    }

    private Progress jobs(Due due, long from, BooleanSupplier mayGoOn, OfWindow ofWindow) {
        var removed = Removed.of("jobs", List.of());
        var after = from;
        while (true) {
            var window = sql.windowAfter(after);
            var last = window.last();
            var oldest = window.oldest();
            if (last == null || oldest == null || !oldest.isBefore(due.before())) {
                return new Progress(removed, true);
            }
            if (!mayGoOn.getAsBoolean()) {
                return new Progress(removed, false, after);
            }
            var before = after;
            removed = removed.plus(transaction.execute(status -> ofWindow.take(before, last, due)));
            after = last;
        }
    }

    /** Along their ids, so that one which somebody holds is passed over. */
    private Progress removeWorkflows(Due due, long from, BooleanSupplier mayGoOn, Witness witness) {
        var removed = Removed.of("workflows", List.of());
        var after = from;
        while (mayGoOn.getAsBoolean()) {
            var next = workflows.dueAfter(after, due);
            if (next.isEmpty()) {
                return new Progress(removed, true);
            }
            removed = removed.plus(transaction.execute(status -> witness.saw(workflows.delete(next, due))));
            after = next.getLast();
        }
        return new Progress(removed, false, after);
    }

    /** From the oldest on, so that a batch does not look again at what the one before passed over. */
    private Progress removeLogs(Due due, BooleanSupplier mayGoOn, Witness witness) {
        var removed = Removed.NOTHING;
        while (mayGoOn.getAsBoolean()) {
            var from = Objects.requireNonNullElse(removed.newest(), Instant.EPOCH);
            var batch = transaction.execute(status -> witness.saw(sql.emptyLogs(from, due)));
            removed = removed.plus(batch);
            if (batch.isNothing()) {
                return new Progress(removed, true);
            }
        }
        return new Progress(removed, false);
    }

    private Progress repeat(Supplier<Removed> batch, BooleanSupplier mayGoOn) {
        var removed = Removed.NOTHING;
        while (mayGoOn.getAsBoolean()) {
            var more = transaction.execute(status -> batch.get());
            if (more.isNothing()) {
                return new Progress(removed.plus(more), true);
            }
            removed = removed.plus(more);
        }
        return new Progress(removed, false);
    }
}
