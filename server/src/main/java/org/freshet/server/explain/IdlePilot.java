package org.freshet.server.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.Offer;
import org.freshet.server.dispatch.Criterion;
import org.freshet.server.explain.Queue.Limit;
import org.freshet.server.explain.Queue.Waiting;
import org.freshet.server.explain.Queue.WaitingClass;

/** Says why a pilot that asks for a job has none. */
final class IdlePilot {

    private final PilotCase pilot;
    private final Offer offer;
    private final Waiting waiting;
    private final Telling telling;

    IdlePilot(PilotCase pilot, Waiting waiting, Telling telling) {
        this.pilot = pilot;
        this.offer = pilot.offer();
        this.waiting = waiting;
        this.telling = telling;
    }

    void tell() {
        var fitting = new ArrayList<WaitingClass>();
        var others = new ArrayList<WaitingClass>();
        waiting.classes().forEach(it -> (fits(it) ? fitting : others).add(it));
        var open = fitting.stream().filter(it -> waiting.reached(it) == null).toList();
        if (waiting.classes().isEmpty()) {
            telling.calm(idle() + "no job waits.").fact(Code.NO_JOB_WAITS);
        } else if (!open.isEmpty()) {
            telling.calm(idle() + Excess.jobs(open) + Say.verb(Excess.count(open), " waits and fits", " wait and fit")
                            + " it: one is given out within a moment.")
                    .fact(Code.JOB_FITS, Excess.count(open));
        } else if (!fitting.isEmpty()) {
            telling.calm(idle() + "the " + Excess.jobs(fitting) + " that "
                    + Say.verb(Excess.count(fitting), "fits waits", "fit wait") + " for the limit of " + types(fitting)
                    + ".");
            limits(fitting).forEach(this::limit);
            misses(others);
        } else {
            noneFits(others);
        }
    }

    private String types(List<WaitingClass> fitting) {
        return Excess.count(fitting) == 1
                ? "its type"
                : "their " + Say.verb(limits(fitting).size(), "type", "types");
    }

    private String idle() {
        var since = pilot.idleSince();
        return since == null ? "Idle: " : "Idle for " + Say.between(since, pilot.now()) + ": ";
    }

    private boolean fits(WaitingClass one) {
        return Criterion.allHold(one.asked(), pilot.facts().site(), offer);
    }

    private List<Limit> limits(List<WaitingClass> classes) {
        return classes.stream()
                .map(waiting::reached)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private void limit(Limit limit) {
        telling.more("Type " + limit.type() + " may have " + Say.count(limit.most(), "job") + " at once, and "
                        + Say.number(limit.taken()) + Say.verb(limit.taken(), " runs.", " run."))
                .fact(Code.LIMIT_REACHED, limit.type(), limit.taken(), (long) limit.most());
    }

    /** What the jobs that do not fit ask for, criterion by criterion; one may miss several. */
    private void misses(List<WaitingClass> others) {
        Excess.of(others, pilot.facts().site(), offer)
                .forEach(it -> telling.more(it.sentence()).fact(it.fact()));
    }

    private void noneFits(List<WaitingClass> others) {
        telling.fact(Code.NO_JOB_FITS, Excess.count(others));
        var headline = idle() + Excess.jobs(others) + Say.verb(Excess.count(others), " waits", " wait") + ", and ";
        var only = Excess.of(others, pilot.facts().site(), offer);
        if (only.size() == 1) {
            var all = Excess.count(others) == 1 ? "" : "all ";
            telling.calm(headline + all + only.getFirst().words() + ".")
                    .fact(only.getFirst().fact());
        } else {
            telling.calm(headline + "none fits.");
            misses(others);
        }
    }
}
