package org.freshet.batch;

/** The batch system's name of a slot, for example {@code 88121.4}. Not used for another slot later. */
public record BatchId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
