package org.freshet.server.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.freshet.protocol.Purge;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes what is due, batch by batch, each in a transaction of its own. */
@Component
class Removal {

    private final PurgeSql sql;
    private final Weeks weeks;
    private final TransactionTemplate transaction;

    Removal(PurgeSql sql, Weeks weeks, TransactionTemplate transaction) {
        this.sql = sql;
        this.weeks = weeks;
        this.transaction = transaction;
    }

    /**
     * What was done until then.
     *
     * @param complete false = it was stopped in between
     */
    record Progress(Removed removed, boolean complete) {}

    Instant cutoff(Duration age) {
        return sql.cutoff(age);
    }

    /** @param mayGoOn asked before each batch */
    Progress remove(Purge.Kind what, Due due, BooleanSupplier mayGoOn) {
        return switch (what) {
            case JOBS -> removeJobs(due, mayGoOn);
            case LOGS -> removeLogs(due, mayGoOn);
            case PILOTS -> repeat(() -> sql.deletePilots(due), mayGoOn);
            case HISTORY -> new Progress(weeks.dropBefore(due.before()), true);
            case SERVICE_LOG -> repeat(() -> sql.deleteServiceLog(due.before()), mayGoOn);
        };
    }

    Removed count(Purge.Kind what, Due due) {
        return switch (what) {
            case JOBS -> sql.countJobs(due);
            case LOGS -> sql.countLogs(due);
            case PILOTS -> sql.countPilots(due);
            case HISTORY -> weeks.countBefore(due.before());
            case SERVICE_LOG -> sql.countServiceLog(due.before());
        };
    }

    Removed removeAudit(Instant before) {
        return repeat(() -> sql.deleteAudit(before), () -> true).removed();
    }

    private Progress removeJobs(Due due, BooleanSupplier mayGoOn) {
        var removed = Removed.of("jobs", List.of());
        var after = 0L;
        while (true) {
            var window = sql.windowAfter(after);
            var last = window.last();
            var oldest = window.oldest();
            if (last == null || oldest == null || !oldest.isBefore(due.before())) {
                return new Progress(removed, true);
            }
            if (!mayGoOn.getAsBoolean()) {
                return new Progress(removed, false);
            }
            var from = after;
            removed = removed.plus(transaction.execute(status -> sql.deleteJobs(from, last, due)));
            after = last;
        }
    }

    /** From the oldest on, so that a batch does not look again at what the one before passed over. */
    private Progress removeLogs(Due due, BooleanSupplier mayGoOn) {
        var removed = Removed.NOTHING;
        while (mayGoOn.getAsBoolean()) {
            var from = Objects.requireNonNullElse(removed.newest(), Instant.EPOCH);
            var batch = transaction.execute(status -> sql.emptyLogs(from, due));
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
