package org.freshet.pilot.payload;

/** The payload's executable cannot be started. The message says why and what to do. */
final class NotStartedException extends Exception {

    private final boolean hostsFault;

    /** The job is at fault: the message is for the person who submitted it. */
    NotStartedException(String problem, String nextStep) {
        this(problem + " Next step: " + nextStep, false);
    }

    private NotStartedException(String sentence, boolean hostsFault) {
        super(sentence);
        this.hostsFault = hostsFault;
    }

    /** The machine is at fault, and no other job could run here either: the message is for the operator. */
    static NotStartedException ofHost(String problem, String nextStep) {
        return new NotStartedException(problem + " Next step: " + nextStep, true);
    }

    boolean isHostsFault() {
        return hostsFault;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
