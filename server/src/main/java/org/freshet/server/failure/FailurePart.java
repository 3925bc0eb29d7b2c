package org.freshet.server.failure;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that failed in the same way and stand in the same way now. Each is there once, with its latest failure.
 *
 * @param first when the first of them failed
 * @param last when the last of them failed
 * @param ids of the latest of them, latest first, up to {@link #IDS}
 * @param attempt number of the attempt at which the last of them failed
 * @param message what was said of that attempt; null if nothing
 * @param course how many of them failed in each twelfth of the time that is looked at
 */
public record FailurePart(
        FailureKey key,
        Standing standing,
        long jobs,
        Instant first,
        Instant last,
        List<Long> ids,
        int attempt,
        @Nullable String message,
        List<Integer> course) {

    /** Of so many jobs of a part the ids are known. */
    public static final int IDS = 200;

    /** What became of jobs that failed. */
    public enum Standing {
        /** They are FAILED, and no job of their type, run and subrun has FINISHED since. */
        UNRESOLVED,
        /** They wait, run, or were ended otherwise. */
        AGAIN,
        /** They FINISHED, or another job of their type, run and subrun did. */
        RESOLVED
    }

    public FailurePart {
        ids = List.copyOf(ids);
        course = List.copyOf(course);
    }

    /** The job that failed last. */
    public long example() {
        return ids.getFirst();
    }
}
