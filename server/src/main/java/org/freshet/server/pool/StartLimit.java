package org.freshet.server.pool;

/**
 * How many starts a site may try in one calculation after others failed.
 *
 * @param why in words of the service log
 */
record StartLimit(int most, String why) {

    /** The stricter one. */
    StartLimit and(StartLimit other) {
        return other.most < most ? other : this;
    }

    static final StartLimit NONE = new StartLimit(Integer.MAX_VALUE, "none");
}
