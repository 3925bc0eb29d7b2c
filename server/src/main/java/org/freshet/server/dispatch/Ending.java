package org.freshet.server.dispatch;

import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.Report;
import org.freshet.protocol.Usage;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, to be written down.
 *
 * @param was the attempt before
 * @param result of the attempt: FINISHED, FAILED, GIVEN_BACK, NEVER_CONFIRMED or PILOT_LOST
 * @param reason why the job or the attempt failed
 * @param startedAgoMs age of the payload's start, if it is told now
 * @param endedAgoMs age of the end
 * @param failure whether it costs the job one of its retries
 * @param loss whether it costs the job one of its losses
 * @param payloadMayRun whether nobody knows that the payload has ended
 * @param actor who says so, for the history
 * @param items that it listed, if it is FINISHED and listed some
 * @param usage what its payload used, if the pilot said so
 */
record Ending(
        Tried was,
        String result,
        @Nullable FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        @Nullable String message,
        @Nullable Long startedAgoMs,
        long endedAgoMs,
        boolean failure,
        boolean loss,
        boolean payloadMayRun,
        String actor,
        @Nullable List<String> items,
        @Nullable Usage usage) {

    private static final int SIGNAL_BASE = 128;

    static Ending reported(Tried was, Report.Ended report) {
        if (was.lists() && report.reason() == null && report.items() == null) {
            return withoutItems(was, report);
        }
        var failed = report.reason() != null;
        var items = was.lists() && !failed ? report.items() : null;
        return new Ending(
                was,
                failed ? "FAILED" : "FINISHED",
                report.reason(),
                report.exitCode(),
                report.signal(),
                items == null
                        ? report.message()
                        : "It listed " + (items.size() == 1 ? "1 item." : items.size() + " items."),
                report.startedAgoMs(),
                report.endedAgoMs(),
                failed,
                false,
                false,
                "pilot " + was.pilot(),
                items,
                report.usage());
    }

    /** Not zero items: nobody knows how many. */
    private static Ending withoutItems(Tried was, Report.Ended report) {
        return new Ending(
                        was,
                        "FINISHED",
                        null,
                        report.exitCode(),
                        null,
                        null,
                        report.startedAgoMs(),
                        report.endedAgoMs(),
                        false,
                        false,
                        false,
                        "pilot " + was.pilot(),
                        null,
                        report.usage())
                .refused("Pilot " + was.pilot() + " did not say which items it found. Look at its log, then retry.");
    }

    static Ending givenBack(Tried was, String why) {
        return new Ending(
                was,
                "GIVEN_BACK",
                null,
                null,
                null,
                why,
                null,
                0,
                false,
                false,
                false,
                "pilot " + was.pilot(),
                null,
                null);
    }

    static Ending neverConfirmed(Tried was) {
        var message = "pilot " + was.pilot() + " did not confirm that it has the job";
        return new Ending(
                was,
                "NEVER_CONFIRMED",
                null,
                null,
                null,
                message,
                null,
                0,
                false,
                false,
                false,
                "service start-deadline",
                null,
                null);
    }

    static Ending lost(Tried was, String why, String actor) {
        var message = "pilot " + was.pilot() + " was lost: " + why;
        return new Ending(
                was, "PILOT_LOST", null, null, null, message, null, 0, false, true, was.confirmed(), actor, null, null);
    }

    static Ending overdue(TriedSql.Overdue late) {
        var was = late.was();
        var message = "pilot " + was.pilot() + " on " + late.host() + " did not end it, "
                + late.beyond().toSeconds()
                + " s beyond its time limit of " + late.timeLimit().toSeconds()
                + " s; look at that pilot, the payload may still run";
        return new Ending(
                was,
                "FAILED",
                FailureReason.TIME_LIMIT,
                null,
                null,
                message,
                null,
                0,
                true,
                false,
                true,
                "service overdue",
                null,
                null);
    }

    Ending because(FailureReason jobReason) {
        return new Ending(
                was,
                result,
                jobReason,
                exitCode,
                signal,
                message,
                startedAgoMs,
                endedAgoMs,
                failure,
                loss,
                payloadMayRun,
                actor,
                items,
                usage);
    }

    /** It ended well, but what it listed is of no use. */
    Ending refused(String why) {
        return new Ending(
                was,
                "FAILED",
                FailureReason.OUTPUT_MISSING,
                exitCode,
                signal,
                why,
                startedAgoMs,
                endedAgoMs,
                true,
                loss,
                payloadMayRun,
                actor,
                null,
                usage);
    }

    /** The same for a job that has retries left, but not for this exit code. */
    Ending withoutRetry() {
        var before = message == null || message.isBlank() ? "" : message.endsWith(".") ? message + " " : message + ". ";
        var said = before + "Exit code " + exitCodeOfShells() + " is not tried again.";
        return new Ending(
                was,
                result,
                reason,
                exitCode,
                signal,
                said,
                startedAgoMs,
                endedAgoMs,
                failure,
                loss,
                payloadMayRun,
                actor,
                items,
                usage);
    }

    @Nullable
    Long cpuMs() {
        return usage == null ? null : usage.cpuMs();
    }

    @Nullable
    Integer memoryMb() {
        return usage == null ? null : usage.memoryMb();
    }

    /** Whether the job says that its payload would fail again. */
    boolean isNotTriedAgain() {
        var code = exitCodeOfShells();
        return code != null && was.noRetryExitCodes().contains(code);
    }

    /** 128 + n for signal n; null if the payload did not end by itself. */
    private @Nullable Integer exitCodeOfShells() {
        if (reason == FailureReason.SIGNAL && exitCode == null && signal != null) {
            return SIGNAL_BASE + signal;
        }
        return reason == FailureReason.EXIT_CODE ? exitCode : null;
    }

    /** Whether the job may be given out again by itself: an exclusive one only if its payload has surely ended. */
    boolean allowsAnother() {
        return !(was.exclusive() && payloadMayRun);
    }
}
