package org.freshet.server.platform;

/** The server cannot start with what it was given: told in a sentence on what is wrong and one on what to do. */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String remedy;

    public StartRefused(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
