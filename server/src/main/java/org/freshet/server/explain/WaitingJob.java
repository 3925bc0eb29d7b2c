package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.freshet.protocol.Fact.Code;
import org.freshet.server.explain.Queue.Limit;

/** Says why a job waits: the first of the things that hold it up is the headline. */
final class WaitingJob {

    private static final Duration JUST = Duration.ofMinutes(1);

    private final JobCase job;
    private final WaitingCase wait;
    private final Patience patience;
    private final Telling telling;
    private final Instant now;

    WaitingJob(JobCase job, WaitingCase wait, Patience patience, Telling telling) {
        this.job = job;
        this.wait = wait;
        this.patience = patience;
        this.telling = telling;
        this.now = job.now();
    }

    void tell() {
        var limit = wait.limit();
        var matching = wait.matching();
        if (limit != null && limit.isReached()) {
            limited(limit);
            Position.tell(job, wait.ahead(), telling);
        } else if (matching.takers().isEmpty()) {
            nobody(matching.draining());
            new PoolOutlook(job, wait, telling).tell();
            Ban.tellOfJob(wait.bans(), telling, now);
        } else if (matching.fitting().isEmpty()) {
            new UnfitPilots(job, matching, telling).tell();
            new PoolOutlook(job, wait, telling).tell();
            Ban.tellOfJob(wait.bans(), telling, now);
        } else {
            new FittingPilots(job, wait, patience, telling).tell();
        }
        useful();
        justStarted();
    }

    private void nobody(long draining) {
        telling.fact(Code.NO_PILOT_ALIVE);
        if (draining == 0) {
            telling.late(job.waits("no pilot is alive."));
        } else {
            telling.late(job.waits("no pilot is alive that takes jobs."))
                    .more(Say.count(draining, "pilot")
                            + Say.verb(draining, " drains: it takes no new job.", " drain: they take no new job."));
        }
    }

    private void limited(Limit limit) {
        telling.fact(Code.LIMIT_REACHED, limit.type(), limit.taken(), (long) limit.most());
        if (limit.most() == 0) {
            telling.late(job.waits("type " + limit.type() + " is stopped, its limit is 0."))
                    .next(
                            "Give the type another limit when its jobs may run.",
                            "freshet type limit " + Say.argument(limit.type()) + " none");
            return;
        }
        telling.calm(job.waits("type " + limit.type() + " may have " + Say.count(limit.most(), "job") + " at once, and "
                + Say.number(limit.taken()) + Say.verb(limit.taken(), " runs.", " run.")));
        var others = limit.taken() - limit.holders().size();
        var holders = Stream.concat(
                        limit.holders().stream(), others > 0 ? Stream.of(Say.number(others) + " more") : Stream.empty())
                .toList();
        telling.more((limit.taken() == 1 ? "The place is taken by job " : "The places are taken by jobs ")
                + Say.list(holders) + ".");
    }

    private void useful() {
        var until = job.times().usefulUntil();
        if (until == null) {
            return;
        }
        var left = Duration.between(now, until);
        telling.fact(Code.EXPIRES, Math.max(0, left.toSeconds()));
        if (left.isNegative()) {
            telling.atLeastLate().more("Its result was useful until " + Say.time(until, now) + ": it expires now.");
        } else {
            telling.more("Its result is useful until " + Say.time(until, now) + ": unless it starts in "
                    + Say.duration(left) + " it expires.");
        }
    }

    private void justStarted() {
        var ago = Duration.between(wait.started(), now);
        if (ago.compareTo(JUST) < 0) {
            telling.fact(Code.JUST_STARTED, Math.max(0, ago.toSeconds()))
                    .more("The server or its database was started " + Say.duration(ago)
                            + " ago; pilots that were away meanwhile speak again within seconds.");
        }
    }
}
