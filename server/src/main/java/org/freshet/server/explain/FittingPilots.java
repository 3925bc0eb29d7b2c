package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.Fact.Code;

/** Says why pilots that would fit a job do not have it yet. */
final class FittingPilots {

    /** A free pilot is given a job within milliseconds; this long is a fault. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final JobCase job;
    private final WaitingCase wait;
    private final List<Candidate> fitting;
    private final Patience patience;
    private final Telling telling;
    private final Instant now;

    FittingPilots(JobCase job, WaitingCase wait, Patience patience, Telling telling) {
        this.job = job;
        this.wait = wait;
        this.fitting = wait.matching().fitting();
        this.patience = patience;
        this.telling = telling;
        this.now = job.now();
    }

    void tell() {
        var idle = fitting.stream().filter(Candidate::isIdle).toList();
        var heard = idle.stream()
                .filter(it -> !Patience.isOver(patience.idle(), it.lastSeen(), now))
                .count();
        if (heard > 0) {
            idle(heard);
        } else if (!idle.isEmpty()) {
            silent(idle);
            new PoolOutlook(job, wait, telling).tell();
        } else {
            busy();
            Position.tell(job, wait.ahead(), telling);
            new PoolOutlook(job, wait, telling).tell();
        }
    }

    private void idle(long pilots) {
        var who = pilots == 1 ? "1 pilot that fits is idle" : Say.number(pilots) + " pilots that fit are idle";
        telling.fact(Code.PILOT_IDLE, pilots);
        var before = wait.ahead().sameType() + wait.ahead().otherTypes();
        if (before == 0 && Duration.between(job.since(), now).compareTo(AT_ONCE) > 0) {
            telling.late(job.waits(who + ", and should have been given the job at once."))
                    .next("Read the server's log: its dispatcher may be stuck, or away from the database.", null);
        } else {
            telling.calm(job.waits(who + ": the job is given out within a moment."));
            Position.tell(job, wait.ahead(), telling);
        }
    }

    private void silent(List<Candidate> idle) {
        var first = idle.getFirst();
        var who = idle.size() == 1
                ? "pilot " + first.id() + ", the only idle one that fits, is"
                : "all " + Say.number(idle.size()) + " idle pilots that fit are";
        telling.late(job.waits(who + " silent since " + Say.timeOrUnknown(first.lastSeen(), now) + "."))
                .fact(Code.PILOT_SILENT, idle.size())
                .more("Unless heard by " + Say.timeOrUnknown(first.leaseUntil(), now) + " it is given up as lost.");
    }

    private void busy() {
        var count = fitting.size();
        var free =
                fitting.stream().map(Candidate::freeAt).filter(Objects::nonNull).min(Instant::compareTo);
        var who = count == 1
                ? "the only pilot that fits is busy"
                : "the " + Say.number(count) + " pilots that fit are busy";
        var until = free.map(it -> count == 1
                        ? "; it is free at " + Say.time(it, now) + " at the latest"
                        : "; the first is free at " + Say.time(it, now) + " at the latest")
                .orElse("");
        telling.calm(job.waits(who + until + ".")).fact(Code.ALL_BUSY, count);
    }
}
