package org.freshet.pilot.talk;

/** Nothing more is to be hoped for from the servers. */
final class OverException extends Exception {

    private final Heard.Over over;

    OverException(Heard.Over over) {
        super(over.sentence());
        this.over = over;
    }

    Heard.Over over() {
        return over;
    }
}
