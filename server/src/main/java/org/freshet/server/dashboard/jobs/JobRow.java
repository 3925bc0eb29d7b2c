package org.freshet.server.dashboard.jobs;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.FailureWords;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * A job as one row of a list.
 *
 * @param now when the row was read, on the database's clock
 * @param site of the latest attempt, or while it was never claimed the site it asks for
 * @param lastWord one sentence about where it stands
 */
public record JobRow(
        Instant now,
        long id,
        String name,
        String jobtype,
        JobState state,
        @Nullable FailureReason reason,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        int attempt,
        int priority,
        @Nullable Long run,
        @Nullable Long subrun,
        @Nullable String site,
        @Nullable String host,
        Instant definedAt,
        @Nullable Instant dispatchedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant usefulUntil,
        @Nullable String lastWord) {

    public Badge badge() {
        return Badge.of(state);
    }

    /** {@code EXIT_CODE 65}; null unless it failed. */
    @Nullable
    public String why() {
        return FailureWords.brief(reason, exitCode, signal);
    }

    /** {@code 5077.14}, {@code 5077}, or null. */
    @Nullable
    public String runAndSubrun() {
        return run == null ? null : subrun == null ? Long.toString(run) : run + "." + subrun;
    }

    public Moment defined() {
        return Moment.of(definedAt, now);
    }

    @Nullable
    public Moment ended() {
        return Moment.ofNullable(endedAt, now);
    }

    /** From definition to the latest dispatch, or as long as it waits; null for a job that is held. */
    @Nullable
    public String waited() {
        return switch (state) {
            case TEMPLATE, SKIPPED -> null;
            case DEFINED -> between(definedAt, now);
            case DISPATCHED, RUNNING, FINISHED, FAILED, CANCELLED, EXPIRED ->
                between(definedAt, dispatchedAt == null ? endedAt : dispatchedAt);
        };
    }

    /** How long the payload ran or has been running; null if it did not start. */
    @Nullable
    public String ran() {
        return switch (state) {
            case RUNNING -> between(startedAt, now);
            case FINISHED, FAILED, CANCELLED -> between(startedAt, endedAt);
            case TEMPLATE, DEFINED, DISPATCHED, EXPIRED, SKIPPED -> null;
        };
    }

    JobRow saying(String sentence) {
        return new JobRow(
                now,
                id,
                name,
                jobtype,
                state,
                reason,
                exitCode,
                signal,
                attempt,
                priority,
                run,
                subrun,
                site,
                host,
                definedAt,
                dispatchedAt,
                startedAt,
                endedAt,
                usefulUntil,
                sentence);
    }

    private static @Nullable String between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Elapsed.words(Duration.between(from, to));
    }
}
