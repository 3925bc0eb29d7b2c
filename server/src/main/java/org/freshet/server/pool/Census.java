package org.freshet.server.pool;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freshet.batch.BatchId;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.freshet.batch.View;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.pilot.AlivePilot;
import org.jspecify.annotations.Nullable;

/**
 * The books of a site compared with a view that was begun after they were read.
 *
 * @param pilots the books, each pilot with its slot
 * @param slots all that there are, with those that are in no book
 */
record Census(List<Entry> pilots, List<Slot> slots) {

    Census {
        pilots = List.copyOf(pilots);
        slots = List.copyOf(slots);
    }

    static Census compare(List<AlivePilot> books, View.Seen view) {
        Map<String, Slot> slots = view.slots().stream()
                .collect(Collectors.toMap(Slot::nonce, Function.identity(), (first, second) -> first));
        var pilots = books.stream()
                .map(pilot -> new Entry(pilot, slots.get(pilot.nonce())))
                .toList();
        return new Census(pilots, view.slots());
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

    /** Pilots that never registered and have no slot. */
    List<AlivePilot> neverStarted() {
        return pilots.stream()
                .filter(it -> it.slot() == null && it.pilot().state() == PilotState.SUBMITTED)
                .map(Entry::pilot)
                .toList();
    }

    /** Pilots that had registered and whose slot is gone. One that was started by hand never had any. */
    List<AlivePilot> gone() {
        return pilots.stream()
                .filter(it -> it.slot() == null
                        && it.pilot().state() != PilotState.SUBMITTED
                        && it.pilot().batchId() != null)
                .map(Entry::pilot)
                .toList();
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

    /** Pilots that take jobs or may be expected to. */
    int have() {
        return (int) pilots.stream().filter(Entry::isHopeful).count();
    }

    /** Whatever occupies the site: every slot not proven gone, and pilots started by hand. */
    int total() {
        return slots.size()
                + (int) pilots.stream().filter(Entry::isWithoutSlotByNature).count();
    }

    /** A pilot of the books and, if the batch system knows one, its slot. */
    record Entry(AlivePilot pilot, @Nullable Slot slot) {

        private boolean isHopeful() {
            var fit = slot == null
                    ? isWithoutSlotByNature()
                    : slot.state() == State.QUEUED || slot.state() == State.RUNNING;
            return fit && !pilot.leaving();
        }

        private boolean isWithoutSlotByNature() {
            return slot == null && pilot.state() != PilotState.SUBMITTED && pilot.batchId() == null;
        }
    }
}
