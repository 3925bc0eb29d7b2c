package org.freshet.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pool calculation of a site and what came of it: an entry of the ledger.
 *
 * @param sentence all of it in words
 * @param terms absent if nothing could be calculated
 * @param order name of the order that was submitted; absent = none
 * @param cluster the batch system's name of what it made of the order, for example {@code 88121}; absent = not known
 * @param pilots those that were ordered
 * @param by who asked for it, for example {@code service pool} (the server's own schedule) or {@code user cron from
 *     submit.example.org}; absent = written down before that was kept
 */
public record PoolRun(
        String site,
        Outcome outcome,
        String sentence,
        @Nullable PoolTerms terms,
        @Nullable String order,
        @Nullable String cluster,
        List<PilotId> pilots,
        @Nullable String by) {

    public PoolRun(
            String site,
            Outcome outcome,
            String sentence,
            @Nullable PoolTerms terms,
            @Nullable String order,
            @Nullable String cluster,
            List<PilotId> pilots) {
        this(site, outcome, sentence, terms, order, cluster, pilots, null);
    }

    /** What came of a calculation. */
    public enum Outcome {
        /** Pilots were submitted. */
        SUBMITTED,
        /** No more are wanted. */
        ENOUGH,
        /** More are wanted, and a limit forbids them now. */
        LIMITED,
        /** A person paused the site. */
        PAUSED,
        /** Order after order came to nothing, so the pool paused the site: nothing goes on until a person resumes it. */
        PAUSED_BY_POOL,
        /** The batch system could not be read: nothing was done. */
        UNREADABLE,
        /** The batch system's answer cannot be right: nothing was done. */
        IMPLAUSIBLE,
        /** Pilots were to be submitted, and none got in for certain. */
        REFUSED,
        /** Pilots were submitted, and nobody knows whether they got in: they count in full until that is known. */
        UNKNOWN,
        /** A calculation for show: nothing was done. */
        DRY_RUN
    }

    public PoolRun {
        pilots = List.copyOf(pilots);
    }

    /** The same, asked for by somebody. */
    public PoolRun askedBy(String who) {
        return new PoolRun(site, outcome, sentence, terms, order, cluster, pilots, who);
    }

    /** Whether a person should look: it is wrong, or keeps pilots from being submitted and does not pass by itself. Not a part of the message. */
    @JsonIgnore
    public boolean isBad() {
        return switch (outcome) {
            case PAUSED_BY_POOL, UNREADABLE, IMPLAUSIBLE, REFUSED, UNKNOWN -> true;
            case SUBMITTED -> terms != null && terms.startsFail();
            case LIMITED -> terms != null && (terms.startsFail() || terms.heldBack());
            case ENOUGH, PAUSED, DRY_RUN -> false;
        };
    }
}
