package org.freshet.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a job or a pilot is as it is, and what to do about it. The sentences are the same on the pages, in the command and
 * in {@code GET /api/v1/jobs/ID/explain}; scripts read {@code facts}, whose codes stay what they are.
 *
 * @param at of which moment it is, on the database's clock
 * @param sentence how it is
 * @param more further sentences, the weightiest first
 * @param nextStep what a person should do; absent if nothing
 * @param command what to type for it; absent if there is nothing to type
 */
public record Explanation(
        Instant at,
        Look look,
        String sentence,
        List<String> more,
        @Nullable String nextStep,
        @Nullable String command,
        List<Fact> facts) {

    /** How much it needs a person. */
    public enum Look {
        /** All is in order. */
        CALM,
        /** Later than it should be, or it will never happen unless something changes. */
        LATE,
        /** It needs a person. */
        BROKEN
    }

    public Explanation {
        more = List.copyOf(more);
        facts = List.copyOf(facts);
    }
}
