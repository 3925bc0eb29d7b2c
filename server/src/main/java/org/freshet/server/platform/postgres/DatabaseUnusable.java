package org.freshet.server.platform.postgres;

import org.jspecify.annotations.Nullable;

/** The server has no database it can work with and does not start. The message says what is wrong, the remedy what to do. */
public final class DatabaseUnusable extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String remedy;

    public DatabaseUnusable(String message, String remedy) {
        this(message, remedy, null);
    }

    public DatabaseUnusable(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
