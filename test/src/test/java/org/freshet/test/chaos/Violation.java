package org.freshet.test.chaos;

/**
 * A rule that does not hold.
 *
 * @param subject for example {@code job 17}
 * @param facts on which that rests
 */
record Violation(Rule rule, String subject, String facts) {

    @Override
    public String toString() {
        return subject + ": " + rule.broken() + ". " + facts;
    }
}
