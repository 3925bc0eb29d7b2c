package org.freshet.server.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.freshet.server.access.Network;
import org.springframework.stereotype.Component;

/**
 * Counts wrong tokens per address, so that nobody tries many. Kept in memory, for a bounded number of addresses: the
 * longest known is forgotten first.
 */
@Component
class WrongTokens {

    static final int ALLOWED = 10;
    static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int ADDRESSES = 10_000;

    private final Clock clock;

    private final Map<String, Tries> tries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > ADDRESSES;
        }
    };

    WrongTokens(Clock clock) {
        this.clock = clock;
    }

    private record Tries(int count, Instant since) {}

    /** Whether so many came from this address lately that none is looked at. */
    synchronized boolean areTooMany(String address) {
        var known = tries.get(Network.of(address));
        return known != null && isFresh(known) && known.count() >= ALLOWED;
    }

    synchronized void note(String address) {
        tries.merge(
                Network.of(address),
                new Tries(1, clock.instant()),
                (known, one) -> isFresh(known) ? new Tries(known.count() + 1, known.since()) : one);
    }

    private boolean isFresh(Tries known) {
        return clock.instant().isBefore(known.since().plus(PERIOD));
    }
}
