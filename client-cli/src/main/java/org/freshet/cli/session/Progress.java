package org.freshet.cli.session;

/** Hears how much of a large request has been sent. */
public interface Progress {

    /** For those who do not want to know. */
    Progress UNSEEN = (sent, total) -> {};

    /**
     * Hears it; called from another thread.
     *
     * @param sent bytes so far
     */
    void sent(long sent, long total);
}
