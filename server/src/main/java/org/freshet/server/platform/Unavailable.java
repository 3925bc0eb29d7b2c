package org.freshet.server.platform;

/** Cannot be done now, may be done later: answered with 503 and {@code Retry-After}. */
public class Unavailable extends RuntimeException {

    public Unavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public Unavailable(String message) {
        super(message);
    }
}
