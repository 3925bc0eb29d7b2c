package org.freshet.server.dispatch;

import java.time.Duration;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;

/**
 * A pilot that wants a job.
 *
 * @param seq of the exchange that said so; a newer one ends the wish
 */
record Seeker(PilotId pilot, String site, @Nullable String host, Offer offer, long seq) {

    /** The same wish after it waited for a while: less of the pilot's life remains. */
    Seeker after(Duration waited) {
        var left = offer.remainingSeconds() - waited.toSeconds();
        return new Seeker(
                pilot, site, host, new Offer(offer.cores(), offer.memoryMb(), offer.diskMb(), offer.tags(), left), seq);
    }
}
