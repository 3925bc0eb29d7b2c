package org.freshet.server.pool;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.freshet.batch.View;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;
import org.jspecify.annotations.Nullable;

/**
 * The books of a site compared with a view that was begun after they were read.
 *
 * @param at when the view was begun
 * @param pilots the books, each pilot with its slot
 * @param slots all that there are, with those that are in no book
 */
record Census(Instant at, List<Entry> pilots, List<Slot> slots) {

    Census {
        pilots = List.copyOf(pilots);
        slots = List.copyOf(slots);
    }

    /**
     * The comparison.
     *
     * @param batch says for how long an order may show itself late, and if that is any time at all, a pilot whose slot is not
     *     seen is believed until its lease passes; so is one whose slot another host has
     */
    static Census compare(String site, List<AlivePilot> books, View.Seen view, BatchSystem batch) {
        Map<String, Slot> slots =
                view.slots().stream().collect(Collectors.toMap(Slot::nonce, Function.identity(), (first, _) -> first));
        var pilots = books.stream()
                .map(pilot -> entry(site, pilot, slots.get(pilot.nonce()), batch))
                .toList();
        return new Census(view.at(), pilots, view.slots());
    }

    private static Entry entry(String site, AlivePilot pilot, @Nullable Slot slot, BatchSystem batch) {
        var id = pilot.batchId();
        var doubt = batch.doubt().toMillis() / 1000.0;
        var believed = doubt > 0 || (slot == null && id != null && !batch.mayHaveHad(site, new BatchId(id)));
        return new Entry(pilot, slot, doubt, believed);
    }

    /** Pilots whose slot is not on record, with its id: the answer to their order got lost. */
    Map<PilotId, BatchId> found() {
        var found = new LinkedHashMap<PilotId, BatchId>();
        for (var entry : pilots) {
            if (entry.slot() != null && entry.pilot().batchId() == null) {
                found.put(entry.pilot().id(), entry.slot().batchId());
            }
        }
        return found;
    }

    /** What the batch system says of each pilot that has a slot. */
    Map<PilotId, Slot> standing() {
        var standing = new LinkedHashMap<PilotId, Slot>();
        for (var entry : pilots) {
            if (entry.slot() != null) {
                standing.put(entry.pilot().id(), entry.slot());
            }
        }
        return standing;
    }

    /** Pilots that never registered and have no slot. */
    List<AlivePilot> neverStarted() {
        return pilots.stream()
                .filter(it -> it.slot() == null && it.pilot().isAwaited() && !it.mayStillGetIn())
                .map(Entry::pilot)
                .toList();
    }

    /** Pilots that had registered and whose slot is gone. One that was started by hand never had any. */
    List<AlivePilot> gone() {
        return pilots.stream()
                .filter(it -> it.isWithoutItsSlot() && !it.isBelieved())
                .map(Entry::pilot)
                .toList();
    }

    /** Whether the view cannot be right: it has the slot of none of several pilots that are at work. */
    boolean isImplausible() {
        return contradictions() > 1
                && pilots.stream()
                        .noneMatch(it -> it.slot() != null && !it.pilot().isAwaited());
    }

    /** How many pilots are at work, as far as is known, and have no slot in the view. */
    long contradictions() {
        return pilots.stream()
                .filter(it -> it.isWithoutItsSlot() && it.isBelieved())
                .count();
    }

    /** Nonces of slots whose pilots have ended in the books, or are in none. */
    Set<String> unknown() {
        var nonces = slots.stream().map(Slot::nonce).collect(Collectors.toCollection(HashSet::new));
        pilots.forEach(it -> nonces.remove(it.pilot().nonce()));
        return nonces;
    }

    List<BatchId> slotsOf(Set<String> nonces) {
        return slots.stream()
                .filter(it -> nonces.contains(it.nonce()))
                .map(Slot::batchId)
                .toList();
    }

    /** Slots to end: their pilots were told to stop and have not, or cannot be told. */
    Map<PilotId, BatchId> toBeEnded() {
        var slots = new LinkedHashMap<PilotId, BatchId>();
        for (var entry : pilots) {
            if (entry.slot() != null && entry.pilot().toBeEnded()) {
                slots.put(entry.pilot().id(), entry.slot().batchId());
            }
        }
        return slots;
    }

    Set<BatchId> ids() {
        return slots.stream().map(Slot::batchId).collect(Collectors.toSet());
    }

    int held() {
        return (int) slots.stream().filter(it -> it.state() == State.HELD).count();
    }

    /** Whatever occupies the site: every slot not proven gone, and pilots that are there or may come without one. */
    int total() {
        return slots.size()
                + (int) pilots.stream()
                        .filter(it -> it.slot() == null && it.isThere())
                        .count();
    }

    /**
     * A pilot of the books and, if the batch system knows one, its slot.
     *
     * @param doubt for so many seconds an order may show itself late
     * @param isBelieved whether a slot that is not seen proves nothing
     */
    record Entry(AlivePilot pilot, @Nullable Slot slot, double doubt, boolean isBelieved) {

        /** Whether it is at work, or may be expected to be soon. */
        boolean isThere() {
            return slot == null
                    ? isWithoutSlotByNature() || mayStillGetIn() || (isWithoutItsSlot() && isBelieved)
                    : slot.state() == State.QUEUED || slot.state() == State.RUNNING;
        }

        private boolean isWithoutSlotByNature() {
            return !pilot.isAwaited() && pilot.batchId() == null;
        }

        /** An order whose outcome is not known may show itself late. */
        private boolean mayStillGetIn() {
            return slot == null && pilot.isAwaited() && pilot.batchId() == null && pilot.ageSeconds() < doubt;
        }

        private boolean isWithoutItsSlot() {
            return slot == null && !pilot.isAwaited() && pilot.batchId() != null;
        }
    }
}
