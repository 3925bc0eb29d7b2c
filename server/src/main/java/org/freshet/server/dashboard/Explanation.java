package org.freshet.server.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a thing is as it is, and what to do about it.
 *
 * @param look {@code why} when all is in order, {@code why late}, {@code why broken} when it needs a person
 * @param sentence how it is
 * @param more the reason and the next step
 * @param command what to type to change it; null if there is nothing to do
 */
record Explanation(
        String look,
        String sentence,
        List<String> more,
        @Nullable String command) {

    static final String CALM = "why";
    static final String LATE = "why late";
    static final String BROKEN = "why broken";

    Explanation {
        more = List.copyOf(more);
    }
}
