package org.freshet.server.failure;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** What failed in a time, and what became of it. */
@Service
public class Failures {

    /** So many failed attempts are looked at, the newest of the time that is asked for. */
    public static final int LOOKED_AT = 10_000;

    private final FailedAttemptSql sql;

    Failures(FailedAttemptSql sql) {
        this.sql = sql;
    }

    /**
     * All that failed in a time.
     *
     * @param parts in no order; a job is in one of them
     * @param cut whether there was more than is looked at: then the oldest are missing
     */
    public record Picture(FailureTime time, List<FailurePart> parts, boolean cut) {

        public Picture {
            parts = List.copyOf(parts);
        }
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Picture of(FailureTime time) {
        return new Picture(time, sql.parts(time, LOOKED_AT), sql.hasMore(time, LOOKED_AT));
    }

    /** What failed in the usual time. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Picture lately(Instant now) {
        // What fails at this very moment is part of it, too.
        return of(new FailureTime(now.minus(FailureTime.USUAL), now.plusSeconds(60)));
    }
}
