package org.freshet.protocol;

/** The version of the conversation between pilot and server. */
public final class Protocol {

    /** Raised when an older pilot could no longer be answered correctly; a server refuses other versions by name. */
    public static final int VERSION = 1;

    private Protocol() {}
}
