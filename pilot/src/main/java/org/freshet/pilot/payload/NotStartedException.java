package org.freshet.pilot.payload;

/** The payload's executable cannot be started. The message says why and what to do, for the person who submitted it. */
final class NotStartedException extends Exception {

    private final String sentence;

    NotStartedException(String problem, String nextStep) {
        this.sentence = problem + " Next step: " + nextStep;
    }

    String sentence() {
        return sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
