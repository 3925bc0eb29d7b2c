package org.freshet.pilot.payload;

import java.nio.file.Path;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * How a payload ended.
 *
 * @param reason absent = exit code 0 and all declared outputs present
 * @param exitCode if it exited
 * @param signal the number of the signal that ended it
 * @param message one sentence for the operator; absent when all is well
 */
public record Verdict(
        @Nullable FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        @Nullable String message) {

    private static final int SIGNAL_BASE = 128;
    private static final int MAX_SIGNAL = 64;
    private static final int SIGKILL = 9;

    static Verdict notStarted(String message) {
        return new Verdict(FailureReason.NOT_STARTED, null, null, message);
    }

    /** The payload ended by itself with this status, as Java and shells give it: 128 + n for signal n. */
    static Verdict exited(int status) {
        if (isSignal(status)) {
            return new Verdict(FailureReason.SIGNAL, null, status - SIGNAL_BASE, signalSentence(status - SIGNAL_BASE));
        }
        return status == 0
                ? new Verdict(null, 0, null, null)
                : new Verdict(FailureReason.EXIT_CODE, status, null, exitSentence(status));
    }

    static Verdict outputMissing(List<String> files) {
        String which = (files.size() == 1 ? "A declared output does" : "Declared outputs do")
                + " not exist, or is empty: " + String.join(", ", files) + ".";
        return new Verdict(FailureReason.OUTPUT_MISSING, 0, null, which);
    }

    /** The items of a {@code foreach} cannot be had. */
    static Verdict notListed(int status, String why) {
        return new Verdict(FailureReason.OUTPUT_MISSING, status, null, why);
    }

    /** All went well, but the files that its variables name were not put in place. */
    static Verdict undelivered(String why) {
        return new Verdict(
                FailureReason.OUTPUT_MISSING, 0, null, "The payload's output files were not put in place: " + why);
    }

    /** The payload failed, and the disk that it writes to is full. */
    static Verdict diskFull(Path work, int status) {
        var how = exited(status);
        return new Verdict(
                FailureReason.RESOURCE_LIMIT,
                how.exitCode,
                how.signal,
                how.message + " The disk of the pilot's work directory " + work + " was full then.");
    }

    /** The payload was ended for its time limit, and this is how it went then. */
    static Verdict timeLimit(int seconds, @Nullable Integer status) {
        var how = status == null ? null : exited(status);
        return new Verdict(
                FailureReason.TIME_LIMIT,
                how == null ? null : how.exitCode,
                how == null ? null : how.signal,
                "The payload reached its time limit of " + seconds + " s and was ended.");
    }

    /** The pilot ended the payload because it was told to. */
    static Verdict ended(String why, @Nullable Integer status) {
        var how = status == null ? new Verdict(FailureReason.SIGNAL, null, SIGKILL, null) : exited(status);
        return new Verdict(how.reason, how.exitCode, how.signal, "The payload was ended by its pilot: " + why);
    }

    /** Its guardian ended it; whatever it made of the signal, it did not finish its work. */
    static Verdict cutOff(int status) {
        var how = exited(status);
        return new Verdict(
                FailureReason.SIGNAL,
                how.exitCode,
                how.signal,
                "The payload was ended by its guardian: the server had not answered its pilot for too long, and the job is"
                        + " exclusive. Next step: look why the server could not be reached, then retry.");
    }

    private static boolean isSignal(int status) {
        return status > SIGNAL_BASE && status <= SIGNAL_BASE + MAX_SIGNAL;
    }

    private static String signalSentence(int signal) {
        String hint = signal == SIGKILL ? " A lack of memory on its host is a common cause." : "";
        return "The payload was ended by signal " + SignalName.of(signal) + "." + hint;
    }

    private static String exitSentence(int status) {
        String hint = switch (status) {
            case 126 -> " From a shell this means: a command was found but is not executable.";
            case 127 -> " From a shell this means: a command was not found.";
            default -> "";
        };
        return "The payload ended with exit code " + status + "." + hint;
    }
}
