package org.freshet.server.pool;

/**
 * How many starts a site may try in one calculation after others failed.
 *
 * @param why in words of the service log
 */
record StartLimit(int most, String why) {

    static final StartLimit NONE = new StartLimit(Integer.MAX_VALUE, "none");
}
