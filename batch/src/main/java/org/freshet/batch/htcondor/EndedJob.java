package org.freshet.batch.htcondor;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked about a job that has left the queue. */
record EndedJob(
        @Nullable Integer jobStatus,
        @Nullable Integer exitCode,
        @Nullable Boolean exitBySignal,
        @Nullable Integer exitSignal,
        @Nullable String removeReason,
        @Nullable String holdReason,
        @Nullable String lastHoldReason,
        @Nullable Long jobStartDate,
        @Nullable String lastRemoteHost,
        @Nullable String iwd,
        @Nullable String err) {

    private static final int REMOVED = 3;

    /** How it ended, in words. */
    String words() {
        return jobStatus != null && jobStatus == REMOVED ? removal() : exit();
    }

    /** Where its log is; empty if it has none. */
    Optional<Path> log() {
        if (err == null || err.isEmpty() || err.equals("/dev/null")) {
            return Optional.empty();
        }
        return Optional.of(iwd == null ? Path.of(err) : Path.of(iwd).resolve(err));
    }

    private String removal() {
        var words = new StringBuilder("removed from the queue");
        if (removeReason != null) {
            words.append(" (").append(removeReason).append(')');
        }
        var hold = holdReason == null ? lastHoldReason : holdReason;
        if (hold != null) {
            words.append(", it was on hold (").append(hold).append(')');
        }
        return words.append(jobStartDate == null ? ", it had never been started" : place())
                .toString();
    }

    private String exit() {
        if (Boolean.TRUE.equals(exitBySignal)) {
            return "killed by signal " + (exitSignal == null ? "of an unknown number" : exitSignal) + place();
        }
        return (exitCode == null ? "ended, its exit code is not known" : "exit code " + exitCode) + place();
    }

    private String place() {
        return lastRemoteHost == null ? "" : " on " + lastRemoteHost;
    }
}
