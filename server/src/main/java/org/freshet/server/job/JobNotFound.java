package org.freshet.server.job;

import org.freshet.protocol.JobId;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;

/** No job has this id. */
public final class JobNotFound extends NotFound {

    public JobNotFound(String id) {
        super("Job " + id + " does not exist. It was never submitted here, or it was purged after its retention.");
    }

    /** @param newest the newest job that is there; null = there is none */
    JobNotFound(JobId id, @Nullable JobId newest) {
        super("Job " + id + " does not exist"
                + (newest != null && newest.value() < id.value()
                        ? "; the newest is " + newest + "."
                        : ". It was never submitted here, or it was purged after its retention."));
    }
}
