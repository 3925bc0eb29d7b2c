package org.freshet.test.bench.dispatch;

import java.sql.SQLException;

/** One way to hand out jobs and take them back, measured in turn with the others. */
interface Contestant extends AutoCloseable {

    String name();

    /** Transactions and what is kept of a job, for the table. */
    String does();

    /** Jobs in a second, more or less: the size of the warm-up, after which it is known better. */
    int guess();

    /** Fewer make no sense. */
    default int fewest() {
        return 100;
    }

    /** Whether the others are worth measuring without it. */
    default boolean canBeMissed() {
        return false;
    }

    /** Jobs of each run that only warms up, if those of a usual one are less. */
    default int warmUp() {
        return fewest();
    }

    /** Fills the queue, and lets PostgreSQL tidy up. */
    void prepare(int jobs) throws Exception;

    Run run(int jobs) throws Exception;

    /** Throws if not every job was done exactly once and written down as it should be. */
    void check(int jobs) throws Exception;

    @Override
    void close() throws SQLException;
}
