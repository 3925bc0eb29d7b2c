package org.freshet.server.explain;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.explain.PoolAlarm.Kind;
import org.freshet.server.explain.SiteStanding.Refusal;

/** Says which sites' pools are in need of a person: of each site the worst that there is. */
final class PoolAlarms {

    private PoolAlarms() {}

    static Stream<PoolAlarm> of(SiteStanding site, Instant now) {
        return one(site, now).stream();
    }

    private static Optional<PoolAlarm> one(SiteStanding site, Instant now) {
        var pause = site.pause();
        var pool = site.pool();
        if (site.isByHand()) {
            return Optional.empty();
        }
        if (pause != null && pause.byPool()) {
            return Optional.of(new PoolAlarm(
                    site.name(),
                    Kind.PAUSED_BY_POOL,
                    site.name() + " was paused by the pool",
                    site.name() + " was paused by the pool"
                            + (pause.reason() == null ? "." : ": " + Say.sentence(pause.reason())),
                    "No pilots are submitted until somebody resumes it; those that are there go on."));
        }
        if (pool == null || site.isPaused()) {
            return Optional.empty();
        }
        if (site.isForgotten(now)) {
            return Optional.of(new PoolAlarm(
                    site.name(),
                    Kind.FORGOTTEN,
                    "the pool of " + site.name() + " is not calculated",
                    site.name() + ": the pool is not calculated since " + Say.time(pool.at(), now) + ".",
                    PoolWords.HARMLESS + " " + PoolWords.whatToDoWhenForgotten(pool)));
        }
        if (site.isBlind()) {
            return Optional.of(blind(site, pool, now));
        }
        var refusal = site.lastingRefusal(now);
        return refusal == null ? Optional.empty() : Optional.of(refused(site, refusal, now));
    }

    private static PoolAlarm refused(SiteStanding site, Refusal refusal, Instant now) {
        return new PoolAlarm(
                site.name(),
                Kind.REFUSED,
                "no pilot of " + site.name() + " can be submitted",
                site.name() + ": " + PoolWords.refusedSince(refusal, now) + ".",
                refusal.reason() + " Pilots that are there go on; no others come.");
    }

    private static PoolAlarm blind(SiteStanding site, PoolStanding pool, Instant now) {
        return new PoolAlarm(
                site.name(),
                Kind.BLIND,
                pool.run().outcome() == Outcome.UNREADABLE
                        ? site.system() + " of " + site.name() + " cannot be read"
                        : site.system() + " of " + site.name() + " says what cannot be right",
                site.name() + ": " + site.system() + PoolWords.blindSince(site, pool, now) + ".",
                PoolWords.why(pool.run()) + " " + PoolWords.HARMLESS);
    }
}
