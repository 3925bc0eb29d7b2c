package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.PilotState;
import org.freshet.server.explain.PilotCase.Held;
import org.freshet.server.explain.Queue.Waiting;
import org.jspecify.annotations.Nullable;

/** Says why a pilot is in its state. */
final class PilotExplanation {

    private final PilotCase pilot;
    private final Patience patience;
    private final Telling telling;
    private final Instant now;

    private PilotExplanation(PilotCase pilot, Patience patience) {
        this.pilot = pilot;
        this.patience = patience;
        this.now = pilot.now();
        this.telling = new Telling(now);
    }

    /** @param waiting what the pilot is held against; null unless it is IDLE */
    static Explanation of(PilotCase pilot, @Nullable Waiting waiting, Patience patience) {
        return new PilotExplanation(pilot, patience).explain(waiting);
    }

    private Explanation explain(@Nullable Waiting waiting) {
        switch (pilot.facts().state()) {
            case SUBMITTED -> new OrderedPilot(pilot, telling).tell();
            case ACTIVE -> registered();
            case IDLE -> idle(waiting);
            case BUSY -> busy();
            case DRAINING -> draining();
            case STOPPED, KILLED, LOST -> new EndedPilot(pilot, telling).tell();
        }
        if (pilot.facts().state().isAlive() && pilot.facts().state() != PilotState.SUBMITTED) {
            OrderedPilot.heldAtWork(pilot, telling);
        }
        var ban = pilot.ban();
        if (ban != null && pilot.facts().state().isAlive()) {
            ban.tellOfPilot(telling, now);
        }
        return telling.done();
    }

    private void registered() {
        telling.calm("Registered at " + Say.timeOrUnknown(pilot.times().registered(), now)
                + "; it did not ask for a job yet.");
        heard(patience.idle());
    }

    private void idle(@Nullable Waiting waiting) {
        if (waiting == null) {
            telling.calm("Idle: it asks for a job.");
        } else {
            new IdlePilot(pilot, waiting, telling).tell();
        }
        end();
        heard(patience.idle());
    }

    private void end() {
        var ends = pilot.times().ends();
        if (ends != null) {
            telling.fact(Code.LIFETIME, Math.max(0, pilot.offer().remainingSeconds()))
                    .more("Its lifetime ends at " + Say.time(ends, now) + ", in " + Say.between(now, ends) + ".");
        }
        if (pilot.site().idle().isPositive()) {
            telling.more("Its site lets a pilot go that is without a job for "
                    + Say.duration(pilot.site().idle()) + ".");
        }
    }

    private void busy() {
        pilot.holds()
                .ifPresentOrElse(
                        this::holds, () -> telling.calm("Busy: it was just given a job, or has just ended one."));
        heard(patience.busy(pilot.site().heartbeat()));
    }

    private void holds(Held held) {
        telling.calm(holding(held)).fact(Code.HOLDS, Long.toString(held.job()));
        var from = held.started() == null ? held.dispatched() : held.started();
        telling.more("It is free at "
                + Say.time(
                        from.plusSeconds(held.timeLimitSeconds())
                                .plus(pilot.site().killGrace()),
                        now) + " at the latest: the job's time limit is " + Say.number(held.timeLimitSeconds())
                + " s.");
    }

    private String holding(Held held) {
        var which = "job " + held.job() + ", attempt " + held.attempt();
        return held.started() == null
                ? "Was handed " + which + " at " + Say.time(held.dispatched(), now)
                        + "; it did not report the start yet."
                : "Works on " + which + ", for " + Say.between(held.started(), now) + ".";
    }

    private void draining() {
        var holds = pilot.holds();
        var told = pilot.facts().told();
        boolean stops = told != null && told.stop();
        telling.calm(
                stops
                        ? holds.map(it -> "Stopping: it ends its payload and gives job " + it.job() + " back.")
                                .orElse("Stopping: it takes no new job and ends.")
                        : holds.map(it -> "Draining: it takes no new job and stops after job " + it.job() + ".")
                                .orElse("Draining: it takes no new job and stops."));
        holds.ifPresent(it -> telling.fact(Code.HOLDS, Long.toString(it.job())).more(holding(it)));
        if (told != null) {
            telling.more(told.sentence(now));
        }
        heard(holds.isPresent() ? patience.busy(pilot.site().heartbeat()) : patience.idle());
    }

    /** Whether it speaks as it should. */
    private void heard(Duration allowed) {
        var seen = pilot.times().lastSeen();
        if (seen == null) {
            return;
        }
        var seconds = Say.secondsSince(seen, now);
        if (Patience.isOver(allowed, seen, now)) {
            telling.atLeastLate()
                    .fact(Code.SILENT, seconds)
                    .more("It is silent since " + Say.time(seen, now) + ", for " + Say.between(seen, now)
                            + "; unless heard by "
                            + Say.timeOrUnknown(pilot.times().leaseUntil(), now)
                            + " it is given up as lost.");
        } else {
            telling.fact(Code.HEARD, seconds).more("It was heard " + Say.between(seen, now) + " ago, as it should be.");
        }
    }
}
