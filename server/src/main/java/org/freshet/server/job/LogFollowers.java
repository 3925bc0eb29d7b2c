package org.freshet.server.job;

import java.time.Duration;
import org.freshet.protocol.JobId;
import org.springframework.stereotype.Component;

/** Takes down whose output somebody watches; the dispatcher tells the pilot. */
@Component
public class LogFollowers {

    /** How long after a look at the log its reader counts as watching. Longer than the pause between two looks. */
    private static final Duration PRESENT = Duration.ofSeconds(10);

    /** What is taken down already is not written again before this much of it is left. */
    private static final Duration RENEWED_AT = Duration.ofSeconds(5);

    private final LogFollowerSql sql;

    LogFollowers(LogFollowerSql sql) {
        this.sql = sql;
    }

    /** Somebody looks at this job's log now. Must not be called inside a transaction that only reads. */
    public void look(JobId job) {
        sql.note(job, PRESENT, RENEWED_AT);
    }
}
