package org.freshet.server.access;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.freshet.server.platform.ApiSettings;
import org.freshet.server.platform.Secret;
import org.springframework.stereotype.Component;

/** How much each pilot may still ask for: so much that none that is well uses it up. */
@Component
public class PilotShares {

    private static final int MOST_PILOTS = 20_000;
    private static final int BURST_SECONDS = 5;

    private final int perSecond;
    private final Buckets pilots;

    PilotShares(ApiSettings settings) {
        this.perSecond = settings.requestsPerSecond() == 0 ? 0 : settings.pilotRequestsPerSecond();
        int most = Math.max(1, perSecond);
        this.pilots = new Buckets(most, BURST_SECONDS * most, MOST_PILOTS);
    }

    /** Takes one request from what the pilot with this token has left; returns for how long it must wait if that is nothing. */
    public Optional<Duration> take(Secret token) {
        return take(HexFormat.of().formatHex(token.hash()));
    }

    /** The same for a token of which the hash is known, in hexadecimal. */
    Optional<Duration> take(String hash) {
        return perSecond == 0 ? Optional.empty() : Buckets.take(pilots.of(hash));
    }

    /** Requests in the long run; 0 = no limit. */
    int perSecond() {
        return perSecond;
    }
}
