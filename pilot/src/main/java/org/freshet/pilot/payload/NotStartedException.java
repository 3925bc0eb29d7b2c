package org.freshet.pilot.payload;

/** The payload's executable cannot be started. The message says why and what to do, for the person who submitted it. */
final class NotStartedException extends Exception {

    NotStartedException(String problem, String nextStep) {
        super(problem + " Next step: " + nextStep);
    }
}
