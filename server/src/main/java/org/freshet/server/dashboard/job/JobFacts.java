package org.freshet.server.dashboard.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.FailureWords;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the table of jobs knows about one of them.
 *
 * @param now when it was read, on the database's clock
 * @param site of the latest attempt; null while it was never claimed
 * @param requestedSite the site it asks for; null for any
 * @param metadata free JSON, laid out in lines
 */
record JobFacts(
        Instant now,
        long id,
        String name,
        String jobtype,
        JobState state,
        @Nullable FailureReason reason,
        @Nullable String message,
        int attempt,
        @Nullable Long pilot,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        int priority,
        int failures,
        int losses,
        Instant definedAt,
        @Nullable Instant dispatchedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant usefulUntilAt,
        String user,
        @Nullable String key,
        String payload,
        int timeLimit,
        int retries,
        int maxLosses,
        boolean exclusive,
        List<String> outputs,
        @Nullable Instant dataTime,
        @Nullable Long run,
        @Nullable Long subrun,
        @Nullable String metadata,
        @Nullable Long workflow,
        @Nullable String vertex,
        @Nullable String requestedSite,
        int cores,
        int memoryMb,
        int diskMb,
        List<String> tags,
        @Nullable String site,
        @Nullable String host) {

    public Badge badge() {
        return Badge.of(state);
    }

    /** {@code EXIT_CODE 65}; null unless it failed. */
    @Nullable
    public String why() {
        return FailureWords.brief(reason, exitCode, signal);
    }

    @Nullable
    public Moment usefulUntil() {
        return Moment.ofNullable(usefulUntilAt, now);
    }

    /** {@code 5077.14}, {@code 5077}, or null. */
    @Nullable
    public String runAndSubrun() {
        return run == null ? null : subrun == null ? Long.toString(run) : run + "." + subrun;
    }

    /** {@code 1 core, 4,096 MB memory, gpu}: only what it really asks for. */
    public String asksFor() {
        Stream<String> amounts = Stream.of(
                cores == 1 ? "1 core" : cores + " cores",
                memoryMb == 0 ? "" : String.format(java.util.Locale.ENGLISH, "%,d MB memory", memoryMb),
                diskMb == 0 ? "" : String.format(java.util.Locale.ENGLISH, "%,d MB disk", diskMb),
                requestedSite == null ? "" : "site " + requestedSite);
        return Stream.concat(amounts, tags.stream())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** How long the payload runs or ran; null if it did not start. */
    @Nullable
    Duration ran() {
        return switch (state) {
            case RUNNING -> startedAt == null ? null : Duration.between(startedAt, now);
            case FINISHED, FAILED, CANCELLED ->
                startedAt == null || endedAt == null ? null : Duration.between(startedAt, endedAt);
            case TEMPLATE, DEFINED, DISPATCHED, EXPIRED, SKIPPED -> null;
        };
    }
}
