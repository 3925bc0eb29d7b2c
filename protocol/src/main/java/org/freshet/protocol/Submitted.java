package org.freshet.protocol;

import java.util.List;
import java.util.UUID;

/**
 * Answer to {@code POST /api/v1/jobs}: everything in the list was stored, in one transaction.
 *
 * @param items one per description, in their order
 * @param notices sentences that the submitter should read, for example that jobs are held and how to release them
 */
public record Submitted(List<Item> items, List<String> notices) {

    public Submitted {
        items = List.copyOf(items);
        notices = List.copyOf(notices);
    }

    /**
     * One accepted description.
     *
     * @param created false when the same key had been submitted before with the same content: this is that job
     */
    public record Item(JobId id, UUID uuid, String name, JobState state, boolean created) {}
}
