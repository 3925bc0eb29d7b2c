package org.freshet.server.job;

import java.util.List;
import org.freshet.server.servicelog.ServiceLog;
import org.freshet.server.servicelog.Tally;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes jobs out of the queue whose result would be of no use any more. A running job is not stopped by it. Useful-until is
 * an instant on the database's clock: when that clock is set, its new time counts at once.
 */
@Component
public class Expiry {

    private final ExpirySql sql;
    private final ServiceLog log;

    Expiry(ExpirySql sql, ServiceLog log) {
        this.sql = sql;
        this.log = log;
    }

    /** Jobs in the queue: returns how many expired. */
    @Transactional
    public int sweep() {
        return tell(sql.expireWaiting(), "waited for a pilot");
    }

    /** Held jobs, which nobody waits for: returns how many expired. */
    @Transactional
    public int sweepHeld() {
        return tell(sql.expireHeld(), "were held");
    }

    private int tell(List<Long> expired, String doing) {
        if (!expired.isEmpty()) {
            log.info(
                    "expiry",
                    "Jobs expired: " + expired.size() + ". Their useful-until passed while they " + doing + ": "
                            + Tally.inWords(expired) + ".",
                    Tally.of("jobs", expired));
        }
        return expired.size();
    }
}
