package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolStanding;
import org.freshet.server.explain.JobCase.Tried;
import org.freshet.server.job.Requirement;
import org.jspecify.annotations.Nullable;

/** Jobs, pilots and sites with boring values, as the books would have them. */
final class Cases {

    static final Instant NOW = Instant.parse("2026-11-20T03:12:47.250Z");

    static final Patience PATIENCE = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(55));

    static final Requirement ANYTHING = new Requirement("monitor", null, 1, 0, 0, List.of(), 1000);

    private Cases() {}

    /** Job 12 of type monitor, in its state since 2 min before {@link #NOW}. */
    static Job aJob(JobState state) {
        return new Job(state);
    }

    /** Builds a job. */
    static final class Job {

        private final JobState state;
        private Requirement asked = ANYTHING;
        private @Nullable FailureReason reason;
        private @Nullable String message;
        private int failures;
        private int retries;
        private int losses;
        private boolean exclusive;
        private @Nullable HeldVertex vertex;
        private @Nullable Instant started;
        private @Nullable Instant usefulUntil;
        private List<Tried> tries = List.of();
        private Change change;

        private Job(JobState state) {
            this.state = state;
            this.change = new Change(NOW.minusSeconds(120), null, state.name(), "user mara", null);
        }

        Job asking(Requirement other) {
            asked = other;
            return this;
        }

        Job failed(FailureReason why, @Nullable String said) {
            reason = why;
            message = said;
            return this;
        }

        Job failures(int count, int allowed) {
            failures = count;
            retries = allowed;
            return this;
        }

        Job losses(int count) {
            losses = count;
            return this;
        }

        Job exclusive() {
            exclusive = true;
            return this;
        }

        Job of(HeldVertex workflow) {
            vertex = workflow;
            return this;
        }

        Job startedAgo(int seconds) {
            started = NOW.minusSeconds(seconds);
            return this;
        }

        Job usefulFor(int seconds) {
            usefulUntil = NOW.plusSeconds(seconds);
            return this;
        }

        /** Latest first. */
        Job tried(Tried... latestFirst) {
            tries = List.of(latestFirst);
            return this;
        }

        Job changedBy(String actor, String why) {
            change = new Change(NOW.minusSeconds(120), null, state.name(), actor, why);
            return this;
        }

        JobCase build() {
            var attempt = tries.isEmpty() ? 0 : tries.getFirst().attempt();
            return new JobCase(
                    NOW,
                    new JobCase.Facts(12, state, reason, message, attempt, 0, failures, retries, losses, 3, exclusive),
                    new JobCase.Times(
                            NOW.minusSeconds(300),
                            attempt == 0 ? null : NOW.minusSeconds(60),
                            started,
                            state.isFinal() ? NOW.minusSeconds(9) : null,
                            usefulUntil),
                    asked,
                    tries,
                    List.of(change),
                    vertex);
        }
    }

    /** A try on pilot 4, which was heard 3 s before {@link #NOW}. */
    static Tried aTry(int attempt, @Nullable String result) {
        return aTry(attempt, result, 3);
    }

    static Tried aTry(int attempt, @Nullable String result, int silentSeconds) {
        return new Tried(
                attempt,
                4,
                "np04-srv-12",
                result == null,
                result,
                null,
                PilotState.BUSY,
                NOW.minusSeconds(silentSeconds),
                NOW.plusSeconds(40L - silentSeconds),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    /** 1 core, 4,000 MB memory, 10,000 MB disk, no tags. */
    static Offer anOffer(long remainingSeconds) {
        return new Offer(1, 4000, 10_000, List.of(), remainingSeconds);
    }

    /** A pilot of site local that was heard a moment ago; a busy one is free in 10 min at the latest. */
    static Candidate aPilot(long id, PilotState state, Offer offer) {
        return aPilot(id, state, offer, 3);
    }

    static Candidate aPilot(long id, PilotState state, Offer offer, int silentSeconds) {
        var busy = state == PilotState.BUSY;
        return new Candidate(
                id,
                "local",
                state,
                offer,
                NOW.minusSeconds(silentSeconds),
                NOW.plusSeconds(30),
                busy ? 100 + id : null,
                busy ? NOW.plusSeconds(600 + id) : null);
    }

    /** A site that its pool keeps at two pilots. */
    static SiteStanding aSite(String name, @Nullable String said) {
        return aSite(name, said == null ? null : standing(name, Outcome.LIMITED, said, 30));
    }

    static SiteStanding aSite(String name, @Nullable PoolStanding pool) {
        return new SiteStanding(name, "LOCAL", 2, null, 2, 0, null, pool, null, null, null);
    }

    /** What a calculation of the server found so many seconds before {@link #NOW}, and a minute before that. */
    static PoolStanding standing(String site, Outcome outcome, String sentence, int secondsAgo) {
        var run = new PoolRun(site, outcome, sentence, null, null, null, List.of());
        return new PoolStanding(NOW.minusSeconds(secondsAgo + 60), NOW.minusSeconds(secondsAgo), "service pool", run);
    }

    /** What a job that is alone in the queue is held against, on servers that run for an hour. */
    static WaitingCase against(JobCase job, Candidate... pilots) {
        return new WaitingCase(
                new Queue.Ahead(0, 0),
                null,
                Matching.of(job.asked(), Arrays.asList(pilots)),
                List.of(aSite("local", (String) null)),
                List.of(),
                List.of(),
                NOW.minusSeconds(3600));
    }
}
