package org.freshet.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A pilot's number: positive, given by the database, never used twice. In JSON a plain number. */
public record PilotId(@JsonValue long value) implements Comparable<PilotId> {

    @JsonCreator
    public PilotId {}

    @Override
    public int compareTo(PilotId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
