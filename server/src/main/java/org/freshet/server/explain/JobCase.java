package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.job.Requirement;
import org.jspecify.annotations.Nullable;

/**
 * What the books say of one job.
 *
 * @param now when they were read, on the database's clock
 * @param tries the latest two, latest first
 * @param changes the latest of its history, latest first
 * @param vertex of a held job what its workflow says; null if it has none
 */
record JobCase(
        Instant now,
        Facts facts,
        Times times,
        Requirement asked,
        List<Tried> tries,
        List<Change> changes,
        @Nullable HeldVertex vertex) {

    /** What is not a time. */
    record Facts(
            long id,
            JobState state,
            @Nullable FailureReason reason,
            @Nullable String message,
            int attempt,
            int priority,
            int failures,
            int retries,
            int losses,
            int maxLosses,
            boolean exclusive) {}

    record Times(
            Instant defined,
            @Nullable Instant dispatched,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Instant usefulUntil) {}

    /**
     * A try at the job.
     *
     * @param result null while it is open
     * @param pilotState null if the pilot was purged
     */
    record Tried(
            int attempt,
            long pilot,
            @Nullable String host,
            boolean live,
            @Nullable String result,
            @Nullable String message,
            @Nullable PilotState pilotState,
            @Nullable Instant lastSeen,
            @Nullable Instant leaseUntil,
            Duration heartbeat,
            Duration killGrace) {

        /** Whether it may still report and count, although the books gave it up. */
        boolean isSuspended() {
            return "PILOT_LOST".equals(result) || "NEVER_CONFIRMED".equals(result);
        }

        String where() {
            return host == null ? "an unknown host" : host;
        }
    }

    Optional<Tried> latest() {
        return tries.stream().filter(it -> it.attempt() == facts.attempt()).findFirst();
    }

    Optional<Tried> before() {
        return tries.stream().filter(it -> it.attempt() < facts.attempt()).findFirst();
    }

    /** The last change into its present state. */
    Optional<Change> change() {
        return changes.stream()
                .filter(it -> it.isOfState() && it.to().equals(facts.state().name()))
                .findFirst();
    }

    /** Since when it is in its present state; when it was defined, if the history does not say. */
    Instant since() {
        return change().map(Change::at).orElse(times.defined());
    }

    /** The beginning of every headline about a job that waits. */
    String waits(String why) {
        return "Waits since " + Say.time(since(), now) + ": " + why;
    }

    String freshet(String verb) {
        return "freshet job " + verb + " " + facts.id();
    }
}
