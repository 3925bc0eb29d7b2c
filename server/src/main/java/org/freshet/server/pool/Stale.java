package org.freshet.server.pool;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.freshet.batch.BatchId;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;

/** Slots that give no more hope for a pilot, by the rules. */
final class Stale {

    private final Census census;
    private final PoolRules rules;

    Stale(Census census, PoolRules rules) {
        this.census = census;
        this.rules = rules;
    }

    /** A new set, which may be changed. */
    Set<BatchId> held() {
        return all(it -> it.state() == State.HELD && older(it, rules.heldFor()));
    }

    Set<BatchId> queued() {
        return all(it -> it.state() == State.QUEUED && older(it, rules.queuedFor()));
    }

    Set<BatchId> silent() {
        var awaited = census.pilots().stream()
                .filter(it -> it.pilot().isAwaited())
                .map(it -> it.pilot().nonce())
                .collect(Collectors.toSet());
        return all(it -> it.state() == State.RUNNING && awaited.contains(it.nonce()) && older(it, rules.silentFor()));
    }

    private Set<BatchId> all(Predicate<Slot> which) {
        return census.slots().stream().filter(which).map(Slot::batchId).collect(Collectors.toSet());
    }

    private boolean older(Slot slot, Duration age) {
        return Duration.between(slot.since(), census.at()).compareTo(age) > 0;
    }
}
