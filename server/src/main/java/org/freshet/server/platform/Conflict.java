package org.freshet.server.platform;

/** The thing is not in a state in which this can be done: answered with 409. The message names both states. */
public class Conflict extends RuntimeException {

    public Conflict(String message) {
        super(message);
    }
}
