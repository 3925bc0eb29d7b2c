package org.freshet.protocol;

/** Whether the file of a dataset is there. */
public enum DatasetState {
    /** Not written yet, as far as the server knows. */
    DEFINED,
    /** The job that writes it is FINISHED. */
    WRITTEN
}
