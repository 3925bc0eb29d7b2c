package org.freshet.test.chaos;

import java.util.List;
import java.util.Set;

/**
 * All that the checker is told.
 *
 * @param submitted how many jobs were submitted, all of them until they were acknowledged; those of workflows do not count
 * @param left processes that are left after the server has stopped
 */
record Evidence(
        Ledger ledger,
        SideEffects effects,
        Acknowledged acknowledged,
        int submitted,
        List<String> left,
        Strain strain) {

    Evidence {
        left = List.copyOf(left);
    }

    /**
     * What servers said that they did.
     *
     * @param jobs ids that were given to whoever submitted
     * @param cancelled jobs that people cancelled
     * @param workflows ids that were given to whoever started them
     * @param settings reasons that were given for changes of limits
     */
    record Acknowledged(Set<Long> jobs, Set<Long> cancelled, Set<Long> workflows, Set<String> settings) {

        Acknowledged {
            jobs = Set.copyOf(jobs);
            cancelled = Set.copyOf(cancelled);
            workflows = Set.copyOf(workflows);
            settings = Set.copyOf(settings);
        }

        static Acknowledged jobs(Set<Long> jobs) {
            return new Acknowledged(jobs, Set.of(), Set.of(), Set.of());
        }
    }
}
