package org.freshet.server.dashboard.pools;

import java.util.stream.Collectors;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolTerms;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Paths;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger: one calculation and what came of it.
 *
 * @param id of the entry in the service log
 */
record LedgerRow(long id, Moment at, PoolRun run) {

    /** An address has its limits; so many pilots are never ordered at once. */
    static final int MOST_IN_A_LINK = 500;

    public String anchor() {
        return "run-" + id;
    }

    public Badge badge() {
        return Badge.of(run.outcome());
    }

    /** Null if nothing could be calculated: then nothing is known of any of its numbers. */
    @Nullable
    public PoolTerms terms() {
        return run.terms();
    }

    public boolean limited() {
        var terms = run.terms();
        return terms != null && !terms.limit().equals("none");
    }

    public String sentence() {
        return PoolRow.said(run);
    }

    /** Who asked for it; null if that was not kept then. */
    @Nullable
    public String by() {
        return run.by();
    }

    @Nullable
    public String cluster() {
        return run.cluster();
    }

    public int made() {
        return run.pilots().size();
    }

    public String pilots() {
        return Paths.PILOTS + "?id="
                + run.pilots().stream()
                        .limit(MOST_IN_A_LINK)
                        .map(PilotId::toString)
                        .collect(Collectors.joining(","));
    }
}
