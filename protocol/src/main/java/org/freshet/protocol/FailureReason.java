package org.freshet.protocol;

/** Why a job is {@link JobState#FAILED}, with a sentence and a next step for the person who reads it at night. */
public enum FailureReason {
    /** The payload ended with another exit code than 0. */
    EXIT_CODE("The payload ended with an exit code other than 0.", "Read the end of its log, mend it, then retry."),
    /** The payload was ended by a signal that its pilot did not send. */
    SIGNAL(
            "The payload was ended by a signal.",
            "Look for a crash in its log, or for a lack of memory on its host, then retry."),
    /** The payload ran longer than its time limit and was ended by its pilot. */
    TIME_LIMIT(
            "The payload reached its time limit and was ended.",
            "Read how far it got in its log; submit it with a longer time limit, or retry."),
    /** The executable itself could not be started. */
    NOT_STARTED(
            "The payload could not be started.",
            "Check that its path exists on the pilot's host and is executable (chmod +x), then retry."),
    /** Exit code 0, but a declared output does not exist or is empty. */
    OUTPUT_MISSING(
            "The payload ended with 0 but did not write a declared output.",
            "Read its log; correct the payload or the list of outputs, then retry."),
    /** The payload took more memory or disk than it had asked for, or than there was. */
    RESOURCE_LIMIT(
            "The payload used more memory or disk than its slot has.",
            "Submit it with a larger memoryMb or diskMb, or free disk on its host, then retry."),
    /** Its pilots were lost more often than {@code maxLosses} allows, or once if the job is exclusive. */
    PILOT_LOST(
            "The pilots that ran the job were lost.",
            "Look at the pilots' page for a bad host. Retry when the slot of the last attempt is surely gone.");

    private final String sentence;
    private final String nextStep;

    FailureReason(String sentence, String nextStep) {
        this.sentence = sentence;
        this.nextStep = nextStep;
    }

    /** What happened, in one sentence. */
    public String sentence() {
        return sentence;
    }

    /** What a shifter should do about it, in one sentence. */
    public String nextStep() {
        return nextStep;
    }
}
