package org.freshet.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead-man switch: a service that must write into the service log again and again.
 *
 * @param service the name under which it writes
 * @param everySeconds the longest silence that is no alarm
 * @param lastEntry when it wrote last; absent = never, as far as entries are kept
 * @param lateSince when the alarm began; absent = there is none
 */
public record WatchView(
        String service,
        int everySeconds,
        @Nullable Instant lastEntry,
        @Nullable Instant lateSince) {}
