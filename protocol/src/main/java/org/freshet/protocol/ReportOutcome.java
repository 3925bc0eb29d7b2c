package org.freshet.protocol;

/**
 * What became of one report.
 *
 * @param outcome the verdict
 * @param sentence the verdict in words, for the pilot's log
 */
public record ReportOutcome(AttemptId attempt, Outcome outcome, String sentence) {

    /** The verdict on a report. None of them asks the pilot to send it again. */
    public enum Outcome {
        /** It was recorded. */
        APPLIED,
        /** It had been recorded before; nothing changed. */
        DUPLICATE,
        /** A newer attempt exists, or the job is final: refused. The pilot ends that payload if it still runs. */
        SUPERSEDED,
        /** It names an attempt that was never this pilot's: refused. */
        ILLEGAL
    }
}
