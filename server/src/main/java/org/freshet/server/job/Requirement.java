package org.freshet.server.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job asks of a pilot. Jobs with equal requirements are interchangeable to the matching.
 *
 * @param site only pilots of this site; null = any
 * @param tags sorted, without repetition
 */
public record Requirement(
        String jobtype,
        @Nullable String site,
        int cores,
        int memoryMb,
        int diskMb,
        List<String> tags,
        int timeLimitSeconds) {

    public Requirement {
        tags = List.copyOf(tags);
    }
}
