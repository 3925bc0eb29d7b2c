package org.freshet.server.platform;

/** The account may not do this: answered with 403. The message names the account and the role that is missing. */
public class Forbidden extends RuntimeException {

    public Forbidden(String message) {
        super(message);
    }
}
