package org.freshet.protocol;

import java.time.Instant;

/**
 * What the file of an edge is.
 *
 * @param ext end of the names of its files, with the dot; empty = none
 * @param comment empty = none
 */
public record DataTypeView(String name, String ext, String comment, OutputCheck outputCheck, Instant createdAt) {

    /** What a file of the type must be when the job that writes it has ended, else the job is FAILED. */
    public enum OutputCheck {
        /** There, and not empty. */
        NOT_EMPTY,
        /** There. */
        EXISTS,
        /** Whatever it is: the job may leave it out. */
        NONE
    }
}
