package org.freshet.server.dashboard;

/** There is no such page: the message says what was looked for. */
class PageNotFound extends RuntimeException {

    PageNotFound(String sentence) {
        super(sentence);
    }
}
