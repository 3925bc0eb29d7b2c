package org.freshet.cli.job;

import java.time.Duration;
import java.time.Instant;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.jspecify.annotations.Nullable;

/** How a job is said in words, the same in every table and sentence. */
public final class JobWords {

    private JobWords() {}

    /** Number and name. */
    static String title(JobView job) {
        return "Job " + job.id() + " (" + job.name() + ")";
    }

    public static Cell state(JobState state) {
        return new Cell(Words.lower(state), tone(state));
    }

    public static Tone tone(JobState state) {
        return switch (state) {
            case TEMPLATE, SKIPPED, CANCELLED -> Tone.QUIET;
            case DEFINED, DISPATCHED -> Tone.PLAIN;
            case RUNNING -> Tone.BUSY;
            case FINISHED -> Tone.GOOD;
            case EXPIRED -> Tone.WARNING;
            case FAILED -> Tone.BAD;
        };
    }

    /** Why it failed, shortly: {@code exit code 3}, {@code time limit}; empty for every other state. */
    public static String reason(JobView job) {
        var reason = job.reason();
        if (reason == null) {
            return "";
        }
        return switch (reason) {
            case EXIT_CODE -> job.exitCode() == null ? Words.lower(reason) : "exit code " + job.exitCode();
            case SIGNAL -> job.signal() == null ? Words.lower(reason) : "signal " + job.signal();
            case TIME_LIMIT, NOT_STARTED, OUTPUT_MISSING, RESOURCE_LIMIT, PILOT_LOST -> Words.lower(reason);
        };
    }

    /** How long the payload of the latest attempt ran or has been running; empty before its start. */
    public static String ran(JobView job, Instant now) {
        boolean over = job.state().isFinal();
        var end = over ? job.endedAt() : job.state() == JobState.RUNNING ? now : null;
        return between(job.startedAt(), end);
    }

    /** Empty if either is not known. */
    static String between(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null ? "" : Words.duration(Duration.between(start, end));
    }

    /** One sentence about a job that ended. */
    static String ended(JobView job, Instant now) {
        String ran = ran(job, now);
        String how = Words.lower(job.state())
                + (job.reason() == null ? "" : ": " + reason(job))
                + (ran.isEmpty() ? "" : ", ran " + ran);
        String next = job.reason() == null ? "" : " " + job.reason().nextStep();
        return title(job) + " " + how + "." + next;
    }
}
