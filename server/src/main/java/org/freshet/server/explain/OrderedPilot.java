package org.freshet.server.explain;

import java.time.Duration;
import java.time.Instant;
import org.freshet.protocol.Fact.Code;
import org.freshet.server.explain.PilotCase.Slot;
import org.freshet.server.explain.PilotCase.Standing;
import org.freshet.server.explain.SiteStanding.Holds;
import org.jspecify.annotations.Nullable;

/** Says what the batch system does with a pilot that was ordered and did not speak yet. */
final class OrderedPilot {

    /** Pilots wait long in a batch system; one that waits longer is worth a look there. */
    private static final Duration LONG_ORDERED = Duration.ofMinutes(15);

    /** A pilot whose slot runs speaks within seconds; with room for one whose files come slowly. */
    private static final Duration LONG_SILENT = Duration.ofMinutes(2);

    private final PilotCase pilot;
    private final Telling telling;
    private final Instant now;

    OrderedPilot(PilotCase pilot, Telling telling) {
        this.pilot = pilot;
        this.telling = telling;
        this.now = pilot.now();
    }

    void tell() {
        var slot = pilot.slot();
        if (slot == null) {
            unseen();
        } else {
            seen(slot);
        }
        var batch = pilot.facts().batchId();
        if (batch != null) {
            telling.more("Its batch job is " + batch + ", ordered at "
                    + Say.time(pilot.times().submitted(), now) + ".");
        }
        pilot.change().map(Change::reason).ifPresent(it -> telling.more("It was ordered because: " + Say.sentence(it)));
    }

    /** As far as is known it was ordered, and that is all. */
    private void unseen() {
        var since = pilot.times().submitted();
        var headline = "Ordered from the batch system at " + Say.time(since, now) + ", " + Say.between(since, now)
                + " ago; it did not speak yet.";
        if (Duration.between(since, now).compareTo(LONG_ORDERED) > 0) {
            telling.late(headline).next("Look at it in the batch system: it may be held there.", null);
        } else {
            telling.calm(headline);
        }
        if (pilot.facts().batchId() == null) {
            telling.more("The batch system has not confirmed the order.");
        }
    }

    private void seen(Slot slot) {
        var system = pilot.site().system();
        var since = Say.time(slot.since(), now);
        switch (slot.standing()) {
            case QUEUED ->
                queued("Queued in " + system + " since " + since + ", for " + Say.between(slot.since(), now)
                        + ": it waits there for a machine.");
            case RUNNING -> silent(slot);
            case HELD -> held(slot);
            case LEAVING ->
                telling.calm(
                        "Its batch job was told to end at " + since + " and leaves " + system + ". It never spoke.");
        }
    }

    private void queued(String headline) {
        if (Duration.between(pilot.times().submitted(), now).compareTo(LONG_ORDERED) > 0) {
            telling.late(headline).next("Look whether the batch system has free machines that suit it.", analysis());
        } else {
            telling.calm(headline);
        }
    }

    private @Nullable String analysis() {
        return pilot.site().batch().equals("HTCONDOR") && pilot.facts().batchId() != null
                ? "condor_q -better-analyze " + pilot.facts().batchId()
                : null;
    }

    private void silent(Slot slot) {
        var headline = "Its batch job runs since " + Say.time(slot.since(), now) + ", for "
                + Say.between(slot.since(), now) + ", and the pilot did not speak yet.";
        if (Duration.between(slot.since(), now).compareTo(LONG_SILENT) > 0) {
            telling.late(headline)
                    .next(
                            "Look whether its machine reaches the server's address, and into the log of the pilot, in the"
                                    + " directory of its order on the submit host.",
                            null);
        } else {
            telling.calm(headline);
        }
    }

    private void held(Slot slot) {
        var hold = slot.hold() == null ? new Holds(1, null, "", null) : slot.hold();
        telling.broken("Held in " + pilot.site().system() + " since " + Say.time(slot.since(), now) + ": "
                        + Say.sentence(hold.why()))
                .next(PoolWords.advice(hold), null)
                .fact(Code.SLOTS_HELD, pilot.facts().site(), 1, null);
    }

    /** Of a pilot that spoke and whose batch job is held since: it cannot go on. */
    static void heldAtWork(PilotCase pilot, Telling telling) {
        var slot = pilot.slot();
        if (slot == null || slot.standing() != Standing.HELD || slot.hold() == null) {
            return;
        }
        telling.atLeastLate()
                .more("Its batch job is held in " + pilot.site().system() + " since "
                        + Say.time(slot.since(), pilot.now()) + ": "
                        + Say.sentence(slot.hold().why()))
                .next(PoolWords.advice(slot.hold()), null)
                .fact(Code.SLOTS_HELD, pilot.facts().site(), 1, null);
    }
}
