package org.freshet.server.dashboard.page;

/** There was such a page: the message says what became of it. */
public class PageGone extends RuntimeException {

    public PageGone(String sentence) {
        super(sentence);
    }
}
