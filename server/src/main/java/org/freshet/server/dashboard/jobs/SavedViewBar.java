package org.freshet.server.dashboard.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lists of jobs that are kept under names, as links above the list.
 *
 * @param current whether one of them is what is shown
 * @param maySave whether who looks has an account, under which one can be kept
 * @param mayShare whether it can be kept for all
 */
record SavedViewBar(List<Link> links, boolean current, boolean maySave, boolean mayShare) {

    /**
     * One of them.
     *
     * @param by whose it is
     * @param own whether that is who looks
     * @param current whether it is what is shown
     * @param removable whether who looks may remove it
     * @param count how many jobs it has; null = not known
     */
    record Link(
            long id,
            String name,
            String href,
            String by,
            boolean own,
            boolean current,
            boolean removable,
            @Nullable Long count) {}
}
