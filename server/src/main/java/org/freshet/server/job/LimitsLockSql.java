package org.freshet.server.job;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Keeps those who claim jobs and those who change limits of types apart, until the transaction ends. The row of a type does that
 * while it has a limit; whoever claims jobs of a type without one locks no row that the first limit would have to wait for.
 */
@Repository
public class LimitsLockSql {

    /**
     * For a select list: the limits that a later statement reads hold until the transaction ends. Any number of transactions may do
     * so at once.
     */
    public static final String HOLD = "pg_advisory_xact_lock_shared(7301030)";

    private static final String TAKE = "select pg_advisory_xact_lock(7301030)";

    private final JdbcClient db;

    LimitsLockSql(JdbcClient db) {
        this.db = db;
    }

    /** Waits until nobody relies on a limit any more. */
    void take() {
        db.sql(TAKE).query((row, n) -> TAKE).list();
    }
}
