package org.freshet.server.dashboard;

/** There was such a page: the message says what became of it. */
class PageGone extends RuntimeException {

    PageGone(String sentence) {
        super(sentence);
    }
}
