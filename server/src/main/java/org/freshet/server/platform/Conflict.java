package org.freshet.server.platform;

import org.freshet.protocol.Problem;

/** The thing is not in a state in which this can be done: answered with 409. The message names both states. */
public class Conflict extends RuntimeException {

    private final String type;

    public Conflict(String message) {
        super(message);
        this.type = Problem.UNTYPED;
    }

    /**
     * The same, told apart by programs from others.
     *
     * @param type of the problem document
     */
    public Conflict(String type, Conflict same) {
        super(same.getMessage(), same);
        this.type = type;
    }

    String type() {
        return type;
    }
}
