package org.freshet.test.chaos;

/** What must be true after everything has settled, whatever happened before. */
enum Rule {
    IS_FINAL("a job never ended"),
    QUEUE_IS_EMPTY("a job is in the queue although it ended"),
    ONE_RESULT("more than one result was accepted"),
    ATTEMPTS_ARE_COUNTED("the numbers of the attempts have a gap"),
    ATTEMPTS_HAVE_ENDED("an attempt has no result"),
    FINISHED_WAS_DONE("a job is FINISHED, but no payload says that it did it"),
    FAILED_DID_FAIL("an attempt failed by its exit code, but its payload says otherwise"),
    RUNS_WERE_CLAIMED("a payload ran that no pilot had claimed"),
    ATTEMPT_RUNS_ONCE("the payload of one attempt was started twice"),
    RESULT_IS_OF_THE_LATEST("the accepted result is not that of the latest attempt"),
    EXCLUSIVE_RUNS_ALONE("an exclusive job ran twice at once, or was given out while it may have run"),
    LIMIT_HOLDS("more jobs of a type ran at once than its limit"),
    HISTORY_IS_LEGAL("the history of a job has a gap or an illegal step"),
    TRIES_ARE_LIMITED("a job was tried more often than it may be"),
    ACKNOWLEDGED_EXISTS("a job was acknowledged and does not exist"),
    TOTALS_AGREE("the totals do not agree"),
    NOTHING_IS_LEFT("a process is left");

    private final String broken;

    Rule(String broken) {
        this.broken = broken;
    }

    /** What it means that the rule does not hold. */
    String broken() {
        return broken;
    }
}
