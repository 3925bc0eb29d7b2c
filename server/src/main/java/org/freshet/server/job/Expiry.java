package org.freshet.server.job;

import org.freshet.server.servicelog.ServiceLog;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes jobs out of the queue whose result would be of no use any more. A running job is not stopped by it. */
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

    private int tell(int expired, String doing) {
        if (expired > 0) {
            log.info("expiry", "Jobs expired: " + expired + ". Their useful-until passed while they " + doing + ".");
        }
        return expired;
    }
}
