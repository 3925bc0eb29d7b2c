package org.freshet.pilot.payload;

/** Payloads cannot be run here as the user that the site wants. The message says why and what to do. */
public final class UnusableUserException extends Exception {

    UnusableUserException(String problem, String nextStep) {
        super(problem + " Next step: " + nextStep);
    }

    /** For the operator. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
