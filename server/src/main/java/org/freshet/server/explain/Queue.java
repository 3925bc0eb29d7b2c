package org.freshet.server.explain;

import java.util.List;
import java.util.Map;
import org.freshet.server.job.Requirement;
import org.jspecify.annotations.Nullable;

/** What the queue and the limits of the job types look like. */
final class Queue {

    private Queue() {}

    /**
     * What is given out before a job, each at most one more than {@link Say#MOST}.
     *
     * @param sameType jobs of its type that are before it in the queue
     * @param otherTypes jobs of other types that have a higher priority
     */
    record Ahead(long sameType, long otherTypes) {}

    /**
     * The limit of a job type.
     *
     * @param most jobs that may be DISPATCHED or RUNNING at once
     * @param taken how many are
     * @param holders the jobs among them that were given out first
     */
    record Limit(String type, int most, long taken, List<Long> holders) {

        boolean isReached() {
            return taken >= most;
        }
    }

    /**
     * Jobs that wait and ask for the same.
     *
     * @param jobs how many, at most one more than {@link Say#MOST}
     */
    record WaitingClass(Requirement asked, long jobs) {}

    /**
     * Everything that waits.
     *
     * @param limits of the types that have one, by type
     */
    record Waiting(List<WaitingClass> classes, Map<String, Limit> limits) {

        /** The limit because of which no job of the class may be given out now; null if there is none. */
        @Nullable
        Limit reached(WaitingClass waiting) {
            var limit = limits.get(waiting.asked().jobtype());
            return limit != null && limit.isReached() ? limit : null;
        }
    }
}
