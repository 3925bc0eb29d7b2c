package org.freshet.server.platform;

/** The id existed once, or was never ours: answered with 410, so that a pilot registers anew. */
public class Gone extends RuntimeException {

    public Gone(String message) {
        super(message);
    }
}
