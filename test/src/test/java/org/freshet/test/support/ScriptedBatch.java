package org.freshet.test.support;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Order;
import org.freshet.batch.Placed;
import org.freshet.batch.Removal;
import org.freshet.batch.Slot;
import org.freshet.batch.Submission;
import org.freshet.batch.View;

/** A batch system of one site whose every answer a test chooses; it takes every order unless told otherwise. */
public final class ScriptedBatch implements BatchSystem {

    /** What it does with an order. */
    public enum Mood {
        ACCEPTING,
        REFUSING,
        /** The order gets in, and the answer is lost. */
        LOSING_THE_ANSWER,
        /** Neither order nor answer arrive. */
        LOSING_THE_ORDER
    }

    private final List<Slot> slots = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private final List<BatchId> removed = new ArrayList<>();
    private Mood mood = Mood.ACCEPTING;
    private boolean unreadable;
    private boolean knowsHistory = true;

    public void becomes(Mood other) {
        mood = other;
    }

    public void knowsHistory(boolean is) {
        knowsHistory = is;
    }

    public void unreadable(boolean is) {
        unreadable = is;
    }

    public List<Slot> slots() {
        return List.copyOf(slots);
    }

    public List<Order> orders() {
        return List.copyOf(orders);
    }

    public List<BatchId> removed() {
        return List.copyOf(removed);
    }

    /** All slots are gone. */
    public void forgetAll() {
        slots.clear();
    }

    /** Slots come back that were gone. */
    public void show(Collection<Slot> again) {
        slots.addAll(again);
    }

    @Override
    public Submission submit(Order order) {
        orders.add(order);
        return switch (mood) {
            case ACCEPTING -> new Submission.Accepted(place(order));
            case REFUSING -> new Submission.Refused("the queue is closed");
            case LOSING_THE_ANSWER -> {
                place(order);
                yield new Submission.Unknown("the command was ended");
            }
            case LOSING_THE_ORDER -> new Submission.Unknown("the command was ended");
        };
    }

    private List<Placed> place(Order order) {
        var placed = new ArrayList<Placed>();
        for (var nonce : order.nonces()) {
            var id = new BatchId(orders.size() + "." + placed.size());
            slots.add(new Slot(id, order.orderId(), nonce, Slot.State.QUEUED, Instant.now(), Instant.now(), null));
            placed.add(new Placed(nonce, id));
        }
        return placed;
    }

    @Override
    public View view(String site) {
        return unreadable ? new View.Unreadable("condor_q gave no answer") : new View.Seen(Instant.now(), slots());
    }

    @Override
    public Removal remove(String site, Collection<BatchId> which) {
        removed.addAll(which);
        return new Removal.Asked();
    }

    @Override
    public String ending(String site, BatchId slot) {
        return knowsHistory ? "exit code 2 of " + slot : ENDING_UNKNOWN;
    }
}
