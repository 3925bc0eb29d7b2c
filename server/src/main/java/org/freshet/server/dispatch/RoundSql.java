package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.freshet.server.job.LimitsLockSql;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Begins the transaction of a round. Limits of types hold until it ends, and its statements run by the plans that its
 * connection keeps: to plan them takes PostgreSQL longer than to run them. A plan is good for tables of about the size for
 * which it was made, and these grow quickly: so no plan gets old.
 */
@Repository
class RoundSql {

    private static final Duration OLD = Duration.ofSeconds(5);

    // Few rows are sought, each by an index. While a table is small its scan looks cheaper, until it has grown.
    private static final String BEGIN = """
            select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
              pg_backend_pid() as process,
            """ + LimitsLockSql.HOLD;

    private static final String FORGET = "discard plans";

    private final JdbcClient db;
    /** By the number of the process that serves a connection; there are never more than a pool's connections in some days. */
    private final Map<Integer, Long> forgotten = new ConcurrentHashMap<>();

    RoundSql(JdbcClient db) {
        this.db = db;
    }

    /** To be called first in a transaction. */
    void begin() {
        var process = db.sql(BEGIN).query((row, n) -> row.getInt("process")).single();
        var now = System.nanoTime();
        if (now - forgotten.computeIfAbsent(process, it -> now) > OLD.toNanos()) {
            db.sql(FORGET).update();
            forgotten.put(process, now);
        }
    }
}
