package org.freshet.server.retention;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.freshet.server.retention.Removal.Progress;
import org.freshet.server.retention.WeekSql.Week;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the history in weeks, so that what is old is dropped at once instead of deleted row by row. */
@Component
class Weeks {

    private static final int AHEAD = 2;

    private final WeekSql sql;
    private final TransactionTemplate transaction;

    Weeks(WeekSql sql, TransactionTemplate transaction) {
        this.sql = sql;
        this.transaction = transaction;
    }

    /**
     * Makes the partitions of this week and of the next two, where they are missing; returns how many. A week of which the
     * default partition has changes already stays there.
     */
    int makeAhead() {
        var thisWeek = sql.thisWeek();
        var made = 0;
        for (int n = 0; n <= AHEAD; n++) {
            var week = thisWeek.plus(n);
            made += Boolean.TRUE.equals(transaction.execute(status -> makeIfMissing(week))) ? 1 : 0;
        }
        return made;
    }

    private boolean makeIfMissing(Week week) {
        if (!sql.lock() || sql.weeks().contains(week) || sql.isBegun(week)) {
            return false;
        }
        sql.make(week);
        return true;
    }

    /** Removes the weeks that were over before then, and the older changes of the default partition. */
    Progress dropBefore(Instant cutoff, BooleanSupplier mayGoOn, Witness witness) {
        var removed = Removed.of("changes", List.of());
        for (var week : sql.weeks()) {
            if (week.isOver(cutoff)) {
                if (!mayGoOn.getAsBoolean()) {
                    return new Progress(removed, false);
                }
                removed = removed.plus(transaction.execute(status -> witness.saw(drop(week))));
            }
        }
        while (mayGoOn.getAsBoolean()) {
            var batch = transaction.execute(status -> witness.saw(sql.deleteFromDefault(cutoff)));
            removed = removed.plus(batch);
            if (batch.isNothing()) {
                return new Progress(removed, true);
            }
        }
        return new Progress(removed, false);
    }

    private Removed drop(Week week) {
        if (!sql.lock() || !sql.weeks().contains(week)) {
            return Removed.NOTHING;
        }
        var removed = sql.count(week);
        sql.drop(week);
        return removed;
    }

    /** What {@link #dropBefore} would remove. */
    Removed countBefore(Instant cutoff) {
        return transaction.execute(status -> {
            sql.letStatementsTakeLong();
            return sql.weeks().stream()
                    .filter(it -> it.isOver(cutoff))
                    .map(sql::count)
                    .reduce(sql.countDefault(cutoff), Removed::plus);
        });
    }
}
