package org.freshet.server.explain;

import java.time.Instant;
import java.util.List;
import org.freshet.server.explain.Queue.Ahead;
import org.freshet.server.explain.Queue.Limit;
import org.jspecify.annotations.Nullable;

/**
 * What a job that waits is held against.
 *
 * @param limit of its type; null if it has none
 * @param past what pilots offered so far; read only when none that is alive fits
 * @param bans of hosts, the latest first; read only when no pilot that is alive fits
 * @param started when the last of the servers, or their database, was started
 */
record WaitingCase(
        Ahead ahead,
        @Nullable Limit limit,
        Matching matching,
        List<SiteStanding> sites,
        List<Past> past,
        List<Ban> bans,
        Instant started) {}
