package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotState;
import org.jspecify.annotations.Nullable;

/**
 * What the books say of one pilot.
 *
 * @param now when they were read, on the database's clock
 * @param slot what the batch system said of its slot last; null = it never showed one
 * @param jobs the latest that it held, latest first
 * @param changes the latest of its history, latest first
 * @param ban of its host; null if that is not banned
 */
record PilotCase(
        Instant now,
        Facts facts,
        Times times,
        SiteRules site,
        Offer offer,
        @Nullable Slot slot,
        List<Held> jobs,
        List<Change> changes,
        @Nullable Ban ban) {

    record Facts(
            long id,
            String site,
            PilotState state,
            @Nullable String reason,
            @Nullable String batchId,
            long jobsDone,
            @Nullable Told told) {}

    /**
     * What a person told it.
     *
     * @param stop to give its job back and end; else to end after the job that it holds
     * @param why by whom and why, in words
     */
    record Told(boolean stop, Instant at, String why) {

        /** For example {@code Told to drain by mara: its host is repaired (03:12:47 UTC).} */
        String sentence(Instant now) {
            return Say.capital(why) + " (" + Say.time(at, now) + ").";
        }
    }

    record Times(
            Instant submitted,
            @Nullable Instant registered,
            @Nullable Instant lastSeen,
            @Nullable Instant leaseUntil,
            @Nullable Instant ends,
            @Nullable Instant ended) {}

    /**
     * What the batch system said of its slot last.
     *
     * @param since when that was first seen
     * @param hold null unless it is held
     */
    record Slot(Standing standing, Instant since, SiteStanding.@Nullable Holds hold) {}

    /** Of a slot, as the books have it. */
    enum Standing {
        QUEUED,
        RUNNING,
        HELD,
        LEAVING
    }

    /**
     * What its site wants of it.
     *
     * @param batch the kind of its batch system
     * @param idle without a job it stops after this long; zero: never
     */
    record SiteRules(String batch, Duration heartbeat, Duration idle, Duration killGrace) {

        /** The batch system, within a sentence. */
        String system() {
            return batch.equals("HTCONDOR") ? "HTCondor" : "the batch system";
        }
    }

    /**
     * A try of a job that the pilot holds or held.
     *
     * @param state of the job now
     * @param latest the job's latest attempt
     * @param holder the pilot of that one
     */
    record Held(
            long job,
            int attempt,
            boolean live,
            @Nullable String result,
            Instant dispatched,
            @Nullable Instant started,
            @Nullable Instant ended,
            int timeLimitSeconds,
            JobState state,
            int latest,
            @Nullable Long holder) {}

    /** The try that it holds. */
    Optional<Held> holds() {
        return jobs.stream().filter(Held::live).findFirst();
    }

    /** Since when it has no job: the end of its last one, or its registration. */
    @Nullable
    Instant idleSince() {
        var last = jobs.isEmpty() ? null : jobs.getFirst().ended();
        return last == null || (times.registered() != null && times.registered().isAfter(last))
                ? times.registered()
                : last;
    }

    /** The last change into its present state. */
    Optional<Change> change() {
        return changes.stream()
                .filter(it -> it.isOfState() && it.to().equals(facts.state().name()))
                .findFirst();
    }
}
