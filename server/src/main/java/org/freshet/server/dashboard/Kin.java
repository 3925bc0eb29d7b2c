package org.freshet.server.dashboard;

import org.freshet.protocol.JobState;

/** A job that another one waits for in their workflow, or that waits for it. */
record Kin(long id, String vertex, JobState state) {

    public String href() {
        return JobListReader.PATH + "/" + id;
    }

    public Badge badge() {
        return Badge.of(state);
    }
}
