package org.freshet.server.dashboard.page;

/** There is no such page: the message says what was looked for. */
public class PageNotFound extends RuntimeException {

    public PageNotFound(String sentence) {
        super(sentence);
    }
}
