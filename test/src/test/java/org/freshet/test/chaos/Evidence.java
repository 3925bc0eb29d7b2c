package org.freshet.test.chaos;

import java.util.List;
import java.util.Set;

/**
 * All that the checker is told.
 *
 * @param acknowledged ids that were given to whoever submitted
 * @param submitted how many jobs were submitted, all of them until they were acknowledged
 * @param left processes that are left after the server has stopped
 */
record Evidence(Ledger ledger, SideEffects effects, Set<Long> acknowledged, int submitted, List<String> left) {

    Evidence {
        acknowledged = Set.copyOf(acknowledged);
        left = List.copyOf(left);
    }
}
