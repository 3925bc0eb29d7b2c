package org.freshet.server.explain;

import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.FailureReason;
import org.freshet.server.explain.JobCase.Facts;
import org.freshet.server.explain.JobCase.Tried;
import org.jspecify.annotations.Nullable;

/** Words for the tries of a job that ended, and for how many it has left. */
final class EarlierTries {

    private EarlierTries() {}

    /** How a try ended; null while it is open. */
    static @Nullable String ended(Tried tried) {
        var result = tried.result();
        if (result == null) {
            return null;
        }
        var words = switch (result) {
            case "FINISHED" -> "finished";
            case "FAILED" -> "failed";
            case "CANCELLED" -> "was cancelled";
            case "GIVEN_BACK" -> "was given back by its pilot";
            case "NEVER_CONFIRMED" -> "was never confirmed by its pilot";
            case "PILOT_LOST" -> "ended with the loss of its pilot";
            default -> "ended as " + result;
        };
        var message = tried.message();
        return "Attempt " + tried.attempt() + " " + words
                + (message == null || message.isBlank() ? "." : ": " + Say.sentence(message));
    }

    /** Of a job that waits again: what the try cost it, and whether the try may still count. */
    static void count(Facts job, Tried latest, Telling telling) {
        if (job.losses() > 0) {
            telling.fact(Code.LOSSES, null, job.losses(), (long) job.maxLosses())
                    .more(losses(job));
        }
        if (job.failures() > 0) {
            telling.fact(Code.FAILURES, null, job.failures(), (long) job.retries())
                    .more(failures(job));
        }
        if (latest.isSuspended()) {
            telling.fact(Code.SUSPENDED)
                    .more("Should pilot " + latest.pilot() + " report before another pilot takes the job, attempt "
                            + latest.attempt() + " counts and the job leaves the queue.");
        }
    }

    /** Of a job that failed: why it is not tried again. */
    static void exhausted(Facts job, Telling telling) {
        if (job.reason() == FailureReason.PILOT_LOST) {
            telling.fact(Code.LOSSES, null, job.losses(), (long) job.maxLosses())
                    .more(
                            job.exclusive()
                                    ? "It is exclusive, so it does not start again by itself while its payload may still run."
                                    : losses(job));
        } else if (job.retries() > 0) {
            telling.fact(Code.FAILURES, null, job.failures(), (long) job.retries())
                    .more(failures(job));
        }
    }

    private static String losses(Facts job) {
        var allowed = job.maxLosses() == 0 ? "none" : Say.number(job.maxLosses());
        return "It lost " + Say.count(job.losses(), "pilot") + ", and may lose " + allowed + ".";
    }

    private static String failures(Facts job) {
        var times = job.failures() == 1 ? "once" : Say.count(job.failures(), "time");
        return "Its payload failed " + times + "; " + retries(job.retries()) + " allowed.";
    }

    private static String retries(int allowed) {
        return switch (allowed) {
            case 0 -> "no retry is";
            case 1 -> "1 retry is";
            default -> Say.number(allowed) + " retries are";
        };
    }
}
