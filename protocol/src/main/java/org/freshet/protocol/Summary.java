package org.freshet.protocol;

import java.time.Instant;
import java.util.Map;

/**
 * How many of everything, counted at one moment. Every state is present, with 0 where there is none.
 *
 * @param at when it was counted
 * @param jobs jobs by state
 * @param pilots pilots by state
 * @param jobsTotal sum of {@code jobs}
 * @param pilotsTotal sum of {@code pilots}
 */
public record Summary(
        Instant at, Map<JobState, Long> jobs, long jobsTotal, Map<PilotState, Long> pilots, long pilotsTotal) {}
