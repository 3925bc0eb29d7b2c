package org.freshet.pilot.talk;

/** What came of one call to one server. */
public sealed interface Reply<T> {

    /** The server did what was asked. */
    record Answered<T>(T value) implements Reply<T> {}

    /**
     * The server understood and refused; asking again changes nothing.
     *
     * @param status the HTTP status, 400 to 499
     * @param sentence the server's own words
     */
    record Refused<T>(int status, String sentence) implements Reply<T> {}

    /** No answer, or "not now": the same call may succeed later or elsewhere. */
    record Away<T>(String why) implements Reply<T> {}

    /** Something answered, but not in the words of this protocol. */
    record Unreadable<T>(String why) implements Reply<T> {}
}
