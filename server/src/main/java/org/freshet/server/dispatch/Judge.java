package org.freshet.server.dispatch;

import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.Report;
import org.freshet.protocol.ReportOutcome.Outcome;
import org.jspecify.annotations.Nullable;

/** Decides whether a report counts (DESIGN: invariant 3). */
final class Judge {

    private Judge() {}

    /**
     * What is to be done with a report.
     *
     * @param sentence for the pilot's log
     */
    record Verdict(Outcome outcome, String sentence) {

        boolean counts() {
            return outcome == Outcome.APPLIED;
        }
    }

    /** @param tried the attempt in the books; null if there is none */
    static Verdict judge(Report report, PilotId by, @Nullable Tried tried) {
        if (tried == null) {
            return new Verdict(Outcome.ILLEGAL, "Attempt " + report.attempt() + " does not exist.");
        }
        if (!tried.pilot().equals(by)) {
            return new Verdict(
                    Outcome.ILLEGAL,
                    "Attempt " + tried.id() + " belongs to pilot " + tried.pilot() + ", not to " + by + ".");
        }
        if (tried.result() != null && !tried.isProvisional()) {
            return afterItsResult(report, tried);
        }
        if (tried.state() == JobState.TEMPLATE && !tried.takenBack()) {
            return new Verdict(Outcome.SUPERSEDED, "Job " + tried.id().job() + " was held by a person meanwhile.");
        }
        if (tried.latest() > tried.id().attempt()) {
            return new Verdict(
                    Outcome.SUPERSEDED,
                    "Attempt " + tried.id() + " was given up; attempt " + tried.latest() + " has the job now.");
        }
        if (tried.state().isFinal()) {
            return new Verdict(Outcome.SUPERSEDED, "Job " + tried.id().job() + " is " + tried.state() + " already.");
        }
        return ofTheLatest(report, tried);
    }

    private static Verdict afterItsResult(Report report, Tried tried) {
        var known = "Attempt " + tried.id() + " ended as " + tried.result() + " already.";
        var said = switch (report) {
            case Report.Progress progress -> false;
            case Report.Started started -> ended(tried) && tried.started();
            // The server may have ended the attempt by itself: what the pilot then finds out is not what the books say.
            case Report.Ended ended ->
                (ended.reason() == null ? "FINISHED" : "FAILED").equals(tried.result())
                        && ended.reason() == tried.reason();
            case Report.GivenBack givenBack -> "GIVEN_BACK".equals(tried.result());
        };
        return new Verdict(said ? Outcome.DUPLICATE : Outcome.SUPERSEDED, known);
    }

    private static boolean ended(Tried tried) {
        return "FINISHED".equals(tried.result()) || "FAILED".equals(tried.result());
    }

    private static Verdict ofTheLatest(Report report, Tried tried) {
        var again = report instanceof Report.Started && tried.state() == JobState.RUNNING;
        if (again) {
            return new Verdict(Outcome.DUPLICATE, "Attempt " + tried.id() + " is known to run.");
        }
        if (report instanceof Report.Started && tried.exclusive() && !tried.live()) {
            // The job waits for another pilot: a payload that must never run twice at once must not begin now.
            return new Verdict(
                    Outcome.SUPERSEDED,
                    "Attempt " + tried.id() + " was given up; the job is exclusive and waits again.");
        }
        return new Verdict(
                Outcome.APPLIED,
                tried.live()
                        ? "Recorded."
                        : "Recorded. Job " + tried.id().job() + " waits "
                                + (tried.takenBack() ? "for its workflow" : "in the queue")
                                + ", but no other attempt has begun.");
    }
}
