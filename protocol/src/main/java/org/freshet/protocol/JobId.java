package org.freshet.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A job's number: positive, given by the database, never used twice. In JSON a plain number. */
public record JobId(@JsonValue long value) implements Comparable<JobId> {

    @JsonCreator
    public JobId {}

    @Override
    public int compareTo(JobId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
