package org.freshet.server.pool;

import java.time.Duration;
import java.time.Instant;
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
        return all(it -> it.state() == State.HELD && older(it.entered(), rules.heldFor()));
    }

    Set<BatchId> queued() {
        return all(it -> it.state() == State.QUEUED && older(it.since(), rules.queuedFor()));
    }

    Set<BatchId> silent() {
        var awaited = census.pilots().stream()
                .filter(it -> it.pilot().isAwaited())
                .map(it -> it.pilot().nonce())
                .collect(Collectors.toSet());
        return all(it ->
                it.state() == State.RUNNING && awaited.contains(it.nonce()) && older(it.entered(), rules.silentFor()));
    }

    private Set<BatchId> all(Predicate<Slot> which) {
        return census.slots().stream().filter(which).map(Slot::batchId).collect(Collectors.toSet());
    }

    private boolean older(Instant begin, Duration age) {
        return Duration.between(begin, census.at()).compareTo(age) > 0;
    }
}
