package org.freshet.protocol;

import java.util.List;

/**
 * Everything about one pilot.
 *
 * @param jobs the latest 100 jobs it ran, latest first
 * @param history oldest first
 */
public record PilotDetail(PilotView pilot, List<JobView> jobs, List<EventView> history) {

    public PilotDetail {
        jobs = List.copyOf(jobs);
        history = List.copyOf(history);
    }
}
