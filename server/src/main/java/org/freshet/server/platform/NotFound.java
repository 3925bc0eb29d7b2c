package org.freshet.server.platform;

/** Something with this id does not exist (any more): answered with 404. The message is a sentence that names the id. */
public class NotFound extends RuntimeException {

    public NotFound(String message) {
        super(message);
    }
}
