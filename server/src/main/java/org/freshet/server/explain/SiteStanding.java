package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolStanding;
import org.jspecify.annotations.Nullable;

/**
 * How a site stands in the books, and what its pool found last.
 *
 * @param batch the kind of its batch system; NONE: whoever has the secret starts pilots
 * @param cap most pilots at once
 * @param pause null if it is not paused
 * @param alive pilots that have spoken
 * @param ordered pilots that have not spoken yet
 * @param oldestOrder since when the first of these is awaited; null if there is none
 * @param pool its last calculation; null = there was none
 * @param blindSince since when its batch system tells nothing of use; null if it does
 * @param refusal since when it takes none of the pilots that are wanted; null if it does, or none are
 * @param held its pilots whose slots the batch system holds; null if there are none
 */
record SiteStanding(
        String name,
        String batch,
        int cap,
        @Nullable Pause pause,
        long alive,
        long ordered,
        @Nullable Instant oldestOrder,
        @Nullable PoolStanding pool,
        @Nullable Instant blindSince,
        @Nullable Refusal refusal,
        @Nullable Holds held) {

    /** Every server and every cron entry calculates at least once in a minute; with room for one that is slow. */
    private static final Duration LONG = Duration.ofMinutes(5);

    /**
     * That no pilots are submitted, by somebody's will.
     *
     * @param byPool whether the pool itself gave up
     */
    record Pause(@Nullable String reason, boolean byPool) {}

    /** One refusal may be that of a schedd that is just being started. */
    private static final Duration LASTING = Duration.ofMinutes(1);

    /**
     * That every order was refused, since then.
     *
     * @param why what the calculation with the last refusal said
     */
    record Refusal(Instant since, String why) {

        /** What the batch system said, or what is missing here. */
        String reason() {
            var begin = why.indexOf(NOT_SUBMITTED);
            return Say.sentence(Say.capital(begin < 0 ? why : why.substring(begin + NOT_SUBMITTED.length())));
        }
    }

    private static final String NOT_SUBMITTED = "Not submitted: ";

    /**
     * Held slots, with the words about most of them.
     *
     * @param code HTCondor's code and subcode; null = the batch system has none
     */
    record Holds(
            long count,
            @Nullable String code,
            String reason,
            @Nullable String advice) {

        /** For example {@code memory above 4 GB (code 34.0)}. */
        String why() {
            var words = reason.isBlank() ? "for a reason that it does not tell" : Say.unstopped(reason);
            return code == null ? words : words + " (code " + code + ")";
        }
    }

    boolean isFull() {
        return alive + ordered >= cap;
    }

    boolean isByHand() {
        return batch.equals("NONE");
    }

    boolean isPaused() {
        return pause != null;
    }

    boolean isPausedByPool() {
        return pause != null && pause.byPool();
    }

    /** Whether its batch system could not be read when the pool looked last, or said what cannot be right. */
    boolean isBlind() {
        return pool != null
                && (pool.run().outcome() == Outcome.UNREADABLE || pool.run().outcome() == Outcome.IMPLAUSIBLE);
    }

    /** The refusal, if it is more than one of a moment. */
    @Nullable
    Refusal lastingRefusal(Instant now) {
        return refusal != null && Duration.between(refusal.since(), now).compareTo(LASTING) >= 0 ? refusal : null;
    }

    /** Whether its pool was calculated, and is no more. */
    boolean isForgotten(Instant now) {
        return pool != null && !isByHand() && Duration.between(pool.at(), now).compareTo(LONG) > 0;
    }

    /** The batch system, as the beginning of a sentence or within one. */
    String system() {
        return batch.equals("HTCONDOR") ? "HTCondor" : "the batch system";
    }
}
