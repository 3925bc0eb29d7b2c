package org.freshet.server.explain;

import java.time.Instant;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.explain.PilotCase.Held;
import org.jspecify.annotations.Nullable;

/** Says why a pilot ended and what became of its job. */
final class EndedPilot {

    private final PilotCase pilot;
    private final Telling telling;
    private final Instant now;

    EndedPilot(PilotCase pilot, Telling telling) {
        this.pilot = pilot;
        this.telling = telling;
        this.now = pilot.now();
    }

    void tell() {
        if (pilot.facts().state() == PilotState.LOST) {
            lost();
        } else if (pilot.facts().state() == PilotState.KILLED) {
            killed();
        } else {
            stopped();
        }
    }

    private void stopped() {
        var ended = Say.timeOrUnknown(pilot.times().ended(), now);
        if (pilot.times().registered() == null) {
            telling.late("Never started: it was given up at " + ended + ".")
                    .more(reason())
                    .next("If this repeats, look at the page of the site's pool.", null);
            wasHeld();
            return;
        }
        telling.calm("Stopped at " + ended + ", by its own wish. Nothing to do.")
                .more(reason());
        done();
    }

    private void killed() {
        telling.late("Ended at " + Say.timeOrUnknown(pilot.times().ended(), now) + ", because it was told to.");
        var told = pilot.facts().told();
        if (told != null) {
            telling.more(told.sentence(now));
        }
        done();
        lostJobs();
    }

    private void lost() {
        telling.broken("Lost: it was given up at "
                        + Say.timeOrUnknown(pilot.times().ended(), now) + ".")
                .more(reason())
                .next("If its host is broken, keep pilots off it; if it speaks again, it goes on as before.", null);
        wasHeld();
        done();
        lostJobs();
    }

    /** That its batch job was held when it was last seen, which is why it ended. */
    private void wasHeld() {
        var slot = pilot.slot();
        if (slot != null && slot.hold() != null) {
            telling.more("Its batch job was held in " + pilot.site().system() + " since " + Say.time(slot.since(), now)
                            + ": " + Say.sentence(slot.hold().why()) + " " + PoolWords.advice(slot.hold()))
                    .fact(Code.SLOTS_HELD, pilot.facts().site(), 1, null);
        }
    }

    /** What became of the job that it held when it ended. */
    private void lostJobs() {
        pilot.jobs().stream()
                .filter(it -> it.result() != null)
                .findFirst()
                .filter(this::wasTaken)
                .ifPresent(it -> telling.more(
                                "It held job " + it.job() + ", attempt " + it.attempt() + ": the job " + outcome(it))
                        .fact(Code.HOLDS, Long.toString(it.job())));
    }

    private boolean wasTaken(Held held) {
        return "PILOT_LOST".equals(held.result()) || "NEVER_CONFIRMED".equals(held.result());
    }

    private static String outcome(Held held) {
        if (held.latest() > held.attempt()) {
            var where = held.holder() == null ? "" : " with pilot " + held.holder();
            return "is " + held.state() + " with attempt " + held.latest() + where + ".";
        }
        return held.state() == JobState.DEFINED
                ? "waits again; should this pilot report before another takes it, its report counts."
                : "is " + held.state() + ".";
    }

    private void done() {
        telling.more(
                pilot.facts().jobsDone() == 0
                        ? "It ended no job."
                        : "It ended " + Say.count(pilot.facts().jobsDone(), "job") + ".");
    }

    private @Nullable String reason() {
        var reason = pilot.facts().reason();
        return reason == null ? null : Say.sentence(Say.capital(reason));
    }
}
