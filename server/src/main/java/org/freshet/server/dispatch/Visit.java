package org.freshet.server.dispatch;

import org.freshet.protocol.Exchange;
import org.freshet.protocol.PilotId;

/**
 * A pilot at the counter with all it has to say.
 *
 * @param tokenHash of the token it presented; another server may have given it a new one since
 */
@SuppressWarnings("ArrayRecordComponent") // a hash, compared with MessageDigest.isEqual
record Visit(PilotId pilot, Exchange exchange, byte[] tokenHash) {

    long seq() {
        return exchange.seq();
    }

    boolean wants() {
        return exchange.want() != null;
    }

    /** Says no more than that the pilot is there, what it holds, and what it wants. */
    boolean isQuiet() {
        return exchange.reports().isEmpty() && exchange.leaving() == null;
    }
}
