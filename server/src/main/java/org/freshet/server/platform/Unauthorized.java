package org.freshet.server.platform;

/** The token is missing or wrong: answered with 401. */
public class Unauthorized extends RuntimeException {

    public Unauthorized(String message) {
        super(message);
    }
}
