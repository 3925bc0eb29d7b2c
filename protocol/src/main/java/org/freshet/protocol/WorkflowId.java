package org.freshet.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A workflow's number: positive, given by the database, never used twice. In JSON a plain number. */
public record WorkflowId(@JsonValue long value) {

    @JsonCreator
    public WorkflowId {}

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
