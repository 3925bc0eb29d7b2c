package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.FailureReason;
import org.freshet.server.explain.JobCase.Tried;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/** Says why a job is in its state. */
final class JobExplanation {

    private static final String NEXT_STEP = "Next step:";

    private final JobCase job;
    private final Patience patience;
    private final Telling telling;
    private final Instant now;

    private JobExplanation(JobCase job, Patience patience) {
        this.job = job;
        this.patience = patience;
        this.now = job.now();
        this.telling = new Telling(now);
    }

    /** @param wait what the job is held against; null unless it is DEFINED */
    static Explanation of(JobCase job, @Nullable WaitingCase wait, Patience patience) {
        return new JobExplanation(job, patience).explain(wait);
    }

    private Explanation explain(@Nullable WaitingCase wait) {
        switch (job.facts().state()) {
            case TEMPLATE -> held();
            case DEFINED -> waits(wait);
            case DISPATCHED -> dispatched();
            case RUNNING -> runs();
            case FINISHED -> finished();
            case FAILED -> failed();
            case CANCELLED -> cancelled();
            case EXPIRED -> expired();
            case SKIPPED ->
                telling.calm("Skipped: a parent in its workflow did not finish.")
                        .more(lastReason());
        }
        return telling.done();
    }

    private void held() {
        var vertex = job.vertex();
        if (vertex == null) {
            heldByPerson();
            return;
        }
        if (vertex.isHeldByPerson()) {
            heldByPerson();
            telling.more(vertex.besides());
        } else {
            telling.calm(vertex.sentence()).more(vertex.besides());
            job.latest().ifPresent(it -> telling.more(EarlierTries.ended(it)));
        }
        if (vertex.isToBeResumed()) {
            telling.next(null, "freshet workflow resume " + vertex.workflow());
        }
    }

    private void heldByPerson() {
        telling.calm("Held back: it does not run until somebody releases it.").next(null, job.freshet("release"));
        job.change()
                .filter(it -> it.reason() != null)
                .ifPresent(it -> telling.more("Held by " + it.actor() + " since " + Say.time(it.at(), now) + ": "
                        + Say.sentence(String.valueOf(it.reason()))));
    }

    private void waits(@Nullable WaitingCase wait) {
        if (wait == null) {
            telling.calm("Waits for a pilot since " + Say.time(job.since(), now) + ".");
        } else {
            new WaitingJob(job, wait, patience, telling).tell();
        }
        job.latest().ifPresent(it -> {
            telling.more(EarlierTries.ended(it));
            EarlierTries.count(job.facts(), it, telling);
        });
    }

    private void dispatched() {
        telling.calm(
                "Handed to " + holder() + " at " + Say.timeOrUnknown(job.times().dispatched(), now)
                        + ". The start of the payload was not reported yet.");
        job.latest().ifPresent(this::silence);
        earlier();
    }

    private void runs() {
        var started = job.times().started();
        telling.calm("Runs on " + where() + " since " + Say.timeOrUnknown(started, now)
                + (started == null ? "." : ", for " + Say.between(started, now) + "."));
        job.latest().ifPresent(this::silence);
        if (started != null) {
            limit(started);
        }
        earlier();
    }

    private void limit(Instant started) {
        var seconds = job.asked().timeLimitSeconds();
        var end = started.plusSeconds(seconds);
        var grace = job.latest().map(Tried::killGrace).orElse(Duration.ZERO);
        if (now.isAfter(end.plus(grace))) {
            telling.atLeastLate()
                    .more("Its time limit of " + Say.number(seconds) + " s passed at " + Say.time(end, now)
                            + ". The server ends it if its pilot does not.");
        } else {
            telling.more(
                    "It may run until " + Say.time(end, now) + ", its time limit of " + Say.number(seconds) + " s.");
        }
    }

    /** A pilot that is silent, and what comes of it. */
    private void silence(Tried tried) {
        if (!Patience.isOver(patience.busy(tried.heartbeat()), tried.lastSeen(), now)) {
            return;
        }
        var facts = job.facts();
        var back = facts.losses() < facts.maxLosses() && !facts.exclusive();
        telling.atLeastLate()
                .fact(Code.SILENT, Say.secondsSince(tried.lastSeen(), now))
                .more("Pilot " + tried.pilot() + " is silent since " + Say.timeOrUnknown(tried.lastSeen(), now)
                        + ". Unless heard by " + Say.timeOrUnknown(tried.leaseUntil(), now)
                        + " it is lost, and the job "
                        + (back
                                ? "goes back to the queue: loss " + (facts.losses() + 1) + " of " + facts.maxLosses()
                                        + " that are allowed."
                                : "fails."));
    }

    private void finished() {
        var started = job.times().started();
        var ended = job.times().ended();
        var ran =
                started == null || ended == null ? "an unknown time" : Elapsed.words(Duration.between(started, ended));
        telling.calm("Finished on " + where() + " after " + ran + ". Nothing to do.");
    }

    private void failed() {
        FailureReason reason = job.facts().reason();
        var said = job.facts().message();
        var message = said != null ? said : reason == null ? "Nothing is known of why." : reason.sentence();
        telling.broken("Failed. " + Say.sentence(Say.capital(message)));
        EarlierTries.exhausted(job.facts(), telling);
        // a pilot that knows more than the reason's name says so itself
        telling.next(reason == null || message.contains(NEXT_STEP) ? null : reason.nextStep(), job.freshet("retry"));
    }

    private void cancelled() {
        var actor = job.change().map(Change::actor).orElse("somebody");
        var reason = lastReason();
        var saysNoMore = ("cancelled by " + actor.replaceFirst("^user ", "") + ".").equals(reason);
        telling.calm("Cancelled by " + actor + " at "
                        + Say.timeOrUnknown(job.times().ended(), now) + ".")
                .more(saysNoMore ? null : reason)
                .next(null, job.freshet("retry"));
    }

    private void expired() {
        var until = job.times().usefulUntil() == null
                ? job.times().ended()
                : job.times().usefulUntil();
        telling.late("Expired: its result was useful until " + Say.timeOrUnknown(until, now)
                        + ", and it had not started by then.")
                .next(
                        "Nothing, unless the result is still wanted: then retry it and say how long it stays useful.",
                        job.freshet("retry") + " --useful-for 10m");
    }

    /** What became of the attempt before the present one, which a reader would otherwise have to look for. */
    private void earlier() {
        job.before().ifPresent(it -> telling.more(EarlierTries.ended(it)));
    }

    private @Nullable String lastReason() {
        var said = job.facts().message();
        var reason = said != null ? said : job.change().map(Change::reason).orElse(null);
        return reason == null ? null : Say.sentence(reason);
    }

    private String holder() {
        return job.latest()
                .map(it -> "pilot " + it.pilot() + " on " + it.where())
                .orElse("an unknown pilot");
    }

    private String where() {
        return job.latest().map(Tried::where).orElse("an unknown host");
    }
}
