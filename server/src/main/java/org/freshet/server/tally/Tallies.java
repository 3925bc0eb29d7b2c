package org.freshet.server.tally;

import java.time.Instant;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Goes on with the tallies, a day at a time at most. Several servers may be at it: one is, the others pass. */
@Service
public class Tallies {

    /** After an upgrade there may be months to go through; other chores want their turn meanwhile. */
    private static final int STEPS = 10;

    private final TransactionTemplate transaction;
    private final TallySql sql;

    Tallies(TransactionTemplate transaction, TallySql sql) {
        this.transaction = transaction;
        this.sql = sql;
    }

    /** Goes on as far as it may, or for some steps. */
    public void sweep() {
        int steps = 0;
        while (steps < STEPS && step()) {
            steps++;
        }
    }

    /** Whether there was something to do. */
    private boolean step() {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            sql.begin();
            return sql.lock().map(this::tallyFrom).orElse(false);
        }));
    }

    private boolean tallyFrom(Instant from) {
        var to = sql.mayGoTo(from);
        if (!to.isAfter(from)) {
            return false;
        }
        sql.tally(from, to);
        sql.forget();
        sql.advance(to);
        return true;
    }
}
