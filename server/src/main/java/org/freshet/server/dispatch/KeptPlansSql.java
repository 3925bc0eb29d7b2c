package org.freshet.server.dispatch;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Lets a transaction run its statements by the plans that its connection keeps. To plan the statements of a round takes
 * PostgreSQL longer than to run them. A plan is good for tables of about the size for which it was made, and these grow
 * quickly: so no plan gets old. Each thread counts for itself, since the pool of connections gives it the one that it had.
 */
@Repository
class KeptPlansSql {

    private static final Duration OLD = Duration.ofSeconds(5);

    // Few rows are sought, each by an index. While a table is small its scan looks cheaper, until it has grown.
    private static final String USE = """
            select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
            """;

    private static final String FORGET = "discard plans";

    private final JdbcClient db;
    private final ThreadLocal<Long> forgotten = ThreadLocal.withInitial(System::nanoTime);

    KeptPlansSql(JdbcClient db) {
        this.db = db;
    }

    /** To be called first in a transaction. */
    void use() {
        db.sql(USE).query((row, n) -> n).single();
        var now = System.nanoTime();
        if (now - forgotten.get() > OLD.toNanos()) {
            db.sql(FORGET).update();
            forgotten.set(now);
        }
    }
}
