package org.freshet.protocol;

import java.util.List;

/**
 * Everything about one job but its log.
 *
 * @param attempts latest first
 * @param history oldest first
 */
public record JobDetail(JobView job, List<AttemptView> attempts, List<EventView> history) {

    public JobDetail {
        attempts = List.copyOf(attempts);
        history = List.copyOf(history);
    }
}
