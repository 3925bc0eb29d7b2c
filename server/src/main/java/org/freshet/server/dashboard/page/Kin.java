package org.freshet.server.dashboard.page;

import org.freshet.protocol.JobState;

/** A job that another one waits for in their workflow, or that waits for it. */
public record Kin(long id, String vertex, JobState state) {

    /** Of each kind so many are shown. */
    public static final int SHOWN = 30;

    public String href() {
        return Paths.JOBS + "/" + id;
    }

    public Badge badge() {
        return Badge.of(state);
    }
}
