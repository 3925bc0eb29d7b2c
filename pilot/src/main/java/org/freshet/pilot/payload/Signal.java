package org.freshet.pilot.payload;

/** The signals that the pilot sends, with their numbers on Linux. */
enum Signal {
    KILL(9),
    TERM(15),
    /** Lets a stopped process go on, so that it can act on another signal. */
    CONT(18);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
