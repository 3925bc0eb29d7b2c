package org.freshet.server.platform;

import java.io.IOException;

/** A request body is longer than allowed: answered with 413. */
class TooLarge extends IOException {

    TooLarge(long limit, String what) {
        super(what + " has at most " + limit + " bytes.");
    }

    TooLarge(long limit) {
        super("The body is larger than " + limit + " bytes (setting freshet.api.max-body). Send it in parts.");
    }
}
