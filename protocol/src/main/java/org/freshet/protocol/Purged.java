package org.freshet.protocol;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a purge removed, or would remove.
 *
 * @param counts by kind of thing, for example {@code jobs}, {@code attempts}, {@code logs}
 * @param oldest when the oldest of them ended or was written; absent if there was none
 * @param newest the same of the newest
 * @param complete whether all was removed; false = the answer was due, ask again for the rest
 * @param after to be sent with that question: where it goes on; absent = from the beginning
 */
public record Purged(
        Purge.Kind what,
        boolean dryRun,
        Map<String, Long> counts,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        boolean complete,
        @Nullable Long after) {

    public Purged {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
}
