package org.freshet.server.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Hold;
import org.freshet.batch.Order;
import org.freshet.batch.Placed;
import org.freshet.batch.Removal;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.freshet.batch.Submission;
import org.freshet.batch.View;
import org.jspecify.annotations.Nullable;

/** A batch system that answers what a test wants, also nothing or nonsense. */
final class ScriptedBatch implements BatchSystem {

    enum Answer {
        ACCEPT,
        REFUSE,
        /** Takes the order and does not say so. */
        LOSE_ANSWER,
        /** Loses the order and does not say so. */
        LOSE_ORDER
    }

    final List<Slot> slots = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    /** What the pool asked to be ended, every time it asked. */
    final List<BatchId> removed = new ArrayList<>();

    /** Slots that are none of its own. */
    final List<BatchId> strange = new ArrayList<>();

    Answer answer = Answer.ACCEPT;
    boolean refusesToRemove;
    /** It does not know how slots ended. */
    boolean hasNoHistory;

    Duration doubt = Duration.ZERO;
    Instant at = Instant.EPOCH;
    /** Of slots that are placed from now on. */
    State placedAs = State.RUNNING;

    @Nullable
    String unreadable;

    @Override
    public Submission submit(Order order) {
        orders.add(order);
        return switch (answer) {
            case ACCEPT -> new Submission.Accepted(place(order));
            case REFUSE -> new Submission.Refused("not today");
            case LOSE_ANSWER -> {
                place(order);
                yield new Submission.Unknown("no answer within 30 s");
            }
            case LOSE_ORDER -> new Submission.Unknown("no answer within 30 s");
        };
    }

    @Override
    public View view(String site) {
        return unreadable == null ? new View.Seen(at, slots) : new View.Unreadable(unreadable);
    }

    @Override
    public Removal remove(String site, Collection<BatchId> slots) {
        removed.addAll(slots);
        return refusesToRemove ? new Removal.Failed("no answer within 30 s") : new Removal.Asked();
    }

    @Override
    public String ending(String site, BatchId slot) {
        return hasNoHistory ? ENDING_UNKNOWN + " (no history)" : "exit code 1 of " + slot;
    }

    @Override
    public boolean mayHaveHad(String site, BatchId slot) {
        return !strange.contains(slot);
    }

    @Override
    public Duration doubt() {
        return doubt;
    }

    void hold(int index) {
        var slot = slots.get(index);
        var hold = new Hold(6, 28, "no disk", "make room");
        slots.set(
                index,
                new Slot(slot.batchId(), slot.orderId(), slot.nonce(), State.HELD, slot.since(), slot.entered(), hold));
    }

    private List<Placed> place(Order order) {
        var placed = new ArrayList<Placed>();
        for (var nonce : order.nonces()) {
            var id = new BatchId(orders.size() + "." + placed.size());
            slots.add(new Slot(id, order.orderId(), nonce, placedAs, at, at, null));
            placed.add(new Placed(nonce, id));
        }
        return placed;
    }
}
