package org.freshet.test.chaos;

/** What must be true after everything has settled, whatever happened before. */
enum Rule {
    IS_FINAL("a job never ended"),
    QUEUE_IS_EMPTY("a job is in the queue although it ended"),
    ONE_RESULT("more than one result was accepted"),
    ATTEMPTS_ARE_COUNTED("the numbers of the attempts have a gap"),
    ATTEMPTS_HAVE_JOBS("the job of an attempt does not exist"),
    ATTEMPTS_HAVE_ENDED("an attempt has no result"),
    FINISHED_WAS_DONE("a job is FINISHED, but no payload says that it did it"),
    FAILED_DID_FAIL("an attempt failed by its exit code, but its payload says otherwise"),
    RUNS_WERE_CLAIMED("a payload ran that no pilot had claimed"),
    ATTEMPT_RUNS_ONCE("the payload of one attempt was started twice"),
    ATTEMPT_HAS_ONE_PILOT("another pilot than the one that claimed an attempt said what became of it"),
    RESULT_IS_OF_THE_LATEST("the accepted result is not that of the latest attempt"),
    EXCLUSIVE_RUNS_ALONE("an exclusive job ran twice at once, or was given out while it may have run"),
    LIMIT_HOLDS("a job was claimed although as many of its type ran as its limit allowed at that moment"),
    CHILD_WAITS("a job of a workflow was released twice, or before all its parents were FINISHED"),
    HISTORY_IS_LEGAL("the history of a job has a gap or an illegal step"),
    TRIES_ARE_LIMITED("a job was tried more often than it may be"),
    ACKNOWLEDGED_EXISTS("a job or a workflow was acknowledged and does not exist"),
    PAYLOAD_WAS_SPARED("a payload was killed that nothing had struck, of an attempt that nobody gave up"),
    CAP_HOLDS("there were more pilots than the cap allows"),
    LEASES_BEGIN_ANEW("a pilot was given up for its silence sooner than a lease after somebody could hear it"),
    CHANGE_SURVIVES("a cancel or a setting was acknowledged and is not there"),
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
