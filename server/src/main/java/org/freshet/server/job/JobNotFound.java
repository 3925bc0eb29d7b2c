package org.freshet.server.job;

import org.freshet.server.platform.NotFound;

/** No job has this id. */
public final class JobNotFound extends NotFound {

    public JobNotFound(String id) {
        super("Job " + id + " does not exist. It was never submitted here, or it was purged after its retention.");
    }
}
