package org.freshet.server.job;

/** The orders in which jobs are listed. Each follows an index, so that a page costs the same wherever it lies. */
public enum JobOrder {
    /** By id, the latest first: that is by the time of definition. */
    NEWEST,
    /** By id, the first first. */
    OLDEST,
    /** By run, the highest first; in a run the newest first. Jobs without a run are not in it. */
    RUN,
    /** By the name of the type; of a type the newest first. */
    TYPE;

    /** Whether a place in it is more than an id. */
    public boolean hasKey() {
        return this == RUN || this == TYPE;
    }
}
