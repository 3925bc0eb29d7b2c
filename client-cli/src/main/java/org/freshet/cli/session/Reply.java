package org.freshet.cli.session;

/**
 * What the server sent back.
 *
 * @param retryAfter seconds, as it said them; empty if it did not
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
record Reply(int status, byte[] body, String retryAfter) {

    boolean isSuccess() {
        return status / 100 == 2;
    }
}
