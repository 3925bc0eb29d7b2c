package org.freshet.server.dashboard.action;

/** What a person may do to the pool of a site on its page. */
public enum PoolAction implements Action {
    PAUSE,
    RESUME;

    /** Whether there is use in it now. */
    public boolean suits(boolean paused) {
        return paused == (this == RESUME);
    }

    @Override
    public boolean harm() {
        return this == PAUSE;
    }

    @Override
    public boolean asksReason() {
        return this == PAUSE;
    }
}
