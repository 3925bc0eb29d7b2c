package org.freshet.server.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Lets a transaction run its statements by the plans that its connection keeps. To plan the statements of a round takes
 * PostgreSQL longer than to run them. A plan is good for tables of about the size for which it was made, and these grow
 * quickly: so no plan gets old.
 */
@Repository
class KeptPlansSql {

    private static final Duration OLD = Duration.ofSeconds(5);

    // Few rows are sought, each by an index. While a table is small its scan looks cheaper, until it has grown.
    private static final String USE = """
            select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
              pg_backend_pid() as process
            """;

    private static final String FORGET = "discard plans";

    private final JdbcClient db;
    /** By the number of the process that serves a connection; there are never more than a pool's connections in some days. */
    private final Map<Integer, Long> forgotten = new ConcurrentHashMap<>();

    KeptPlansSql(JdbcClient db) {
        this.db = db;
    }

    /** To be called first in a transaction. */
    void use() {
        var process = db.sql(USE).query((row, n) -> row.getInt("process")).single();
        var now = System.nanoTime();
        if (now - forgotten.computeIfAbsent(process, it -> now) > OLD.toNanos()) {
            db.sql(FORGET).update();
            forgotten.put(process, now);
        }
    }
}
