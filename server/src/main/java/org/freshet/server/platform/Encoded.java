package org.freshet.server.platform;

import java.io.IOException;

/** A request body is compressed: answered with 415. */
class Encoded extends IOException {

    Encoded(String encoding) {
        super("The body has the encoding \"" + encoding + "\". Send it as it is, without a Content-Encoding.");
    }
}
