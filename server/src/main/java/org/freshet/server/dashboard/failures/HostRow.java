package org.freshet.server.dashboard.failures;

import org.freshet.server.dashboard.page.StateBar;
import org.jspecify.annotations.Nullable;

/**
 * A host with what came of its latest attempts.
 *
 * @param count {@code 9 of 11}
 * @param bar what failed and what did not
 * @param others the same of all other hosts, in words
 * @param mostly why they failed, in words
 * @param standsOut whether it fails far more than the others
 * @param jobs the address of the list of its failed jobs
 * @param ban the address of this page with the question whether to ban it; null if it is banned, or one may not
 */
record HostRow(
        String host,
        String count,
        StateBar bar,
        String others,
        String mostly,
        boolean standsOut,
        String jobs,
        @Nullable String ban) {}
