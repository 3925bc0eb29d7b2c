package org.freshet.cli;

import java.util.List;

/**
 * Several calls in one process, for {@code bin/train} alone: what they load and link is recorded once, and the command starts
 * with it.
 */
final class Rehearsal {

    private Rehearsal() {}

    /**
     * Carries them out one after the other.
     *
     * @param calls the words of each, separated by blanks
     */
    public static void main(String[] calls) {
        var session = Freshet.session();
        for (var call : List.of(calls)) {
            var unused = Freshet.run(session, call.split(" "));
        }
    }
}
