package org.freshet.server.retention;

import org.freshet.server.platform.InstallationHistory;

/** Writes down who purges what, with the first batch that removes something: so nothing is removed without it. */
final class PurgeAudit implements Witness {

    private final InstallationHistory history;
    private final String user;
    private final String what;
    private boolean told;

    /** @param what in words */
    PurgeAudit(InstallationHistory history, String user, String what) {
        this.history = history;
        this.user = user;
        this.what = what;
    }

    @Override
    public Removed saw(Removed removed) {
        if (!told && !removed.isNothing()) {
            history.append("PURGED", user, what);
            told = true;
        }
        return removed;
    }
}
