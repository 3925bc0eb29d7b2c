package org.freshet.server.pool;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Removal.Asked;
import org.freshet.batch.Removal.Failed;
import org.freshet.batch.View.Seen;
import org.freshet.batch.View.Unreadable;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.server.platform.Elapsed;
import org.freshet.server.servicelog.Tally;

/** Keeps one site at its size: looks at its batch system, corrects the books, orders what is missing. */
final class SitePool {

    private final PoolBooks books;
    private final PoolOrders orders;
    private final PoolLedger ledger;
    private final InstantSource clock;
    private final PoolRules rules;
    private final StartFailures failures = new StartFailures();
    /** What the batch system was asked to end. */
    private final Set<BatchId> asked = new HashSet<>();

    private final VanishedSlots vanished = new VanishedSlots();

    SitePool(PoolBooks books, Launches launches, PoolLedger ledger, InstantSource clock, PoolRules rules) {
        this.books = books;
        this.orders = new PoolOrders(books, launches, clock, failures, ledger);
        this.ledger = ledger;
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * One calculation, written into the ledger.
     *
     * @param by who asked for it, for the ledger
     * @param askedFor whether it is an entry of its own also if nothing is new
     */
    PoolRun calculate(PoolSite site, BatchSystem batch, Turn turn, String by, boolean askedFor) {
        var known = books.alive(site.name());
        var run = switch (batch.view(site.name())) {
            case Unreadable(var sentence) -> unreadable(site, sentence);
            case Seen seen -> calculate(site, batch, turn, Census.compare(site.name(), known, seen, batch));
        };
        var entry = run.askedBy(by);
        ledger.stands(entry, by, askedFor);
        return entry;
    }

    /** What would be submitted now. Nothing is, and nothing is written down. */
    PoolRun tryOut(PoolSite site, BatchSystem batch) {
        var known = books.alive(site.name());
        return switch (batch.view(site.name())) {
            case Unreadable(var sentence) -> unreadable(site, sentence);
            case Seen seen -> {
                var census = Census.compare(site.name(), known, seen, batch);
                yield census.isImplausible()
                        ? implausible(site, census)
                        : orders.tryOut(
                                site, census.doubting(vanished.doubted(census, new Endings(site, batch))), rules);
            }
        };
    }

    /** Nothing is done from here while others look after it. */
    void restsFor(PoolSite site, PoolHost here, String others) {
        ledger.did(
                site.name() + " elsewhere",
                site.name() + ": its pilots are looked after from " + others + ". From " + here.name()
                        + " none is submitted while they are there; that takes over when they have ended.");
    }

    private static PoolRun unreadable(PoolSite site, String sentence) {
        return nothing(site, Outcome.UNREADABLE, site.name() + ": unknown, so nothing is done. " + sentence + ".");
    }

    private static PoolRun implausible(PoolSite site, Census census) {
        return nothing(
                site,
                Outcome.IMPLAUSIBLE,
                site.name()
                        + ": the batch system's answer cannot be right, so nothing is done. It has the slot of none of "
                        + census.contradictions() + " pilots that are at work.");
    }

    private static PoolRun nothing(PoolSite site, Outcome outcome, String sentence) {
        return new PoolRun(site.name(), outcome, sentence, null, null, null, List.of());
    }

    private PoolRun calculate(PoolSite site, BatchSystem batch, Turn turn, Census view) {
        if (view.isImplausible()) {
            return implausible(site, view);
        }
        var endings = new Endings(site, batch);
        var census = view.doubting(vanished.doubted(view, endings));
        vanished.looked(view);
        settle(site, batch, census, endings);
        removeByRule(site, batch, census);
        if (site.paused()) {
            return paused(site);
        }
        var fruitless = rules.failedOrders() == 0 ? 0 : books.fruitlessOrders(site.name(), rules.queuedFor());
        if (fruitless > 0 && fruitless >= rules.failedOrders()) {
            return pause(site, fruitless);
        }
        return orders.fill(site, batch, turn, census, rules);
    }

    private PoolRun pause(PoolSite site, int fruitless) {
        var why = "of the last " + fruitless + " orders no pilot registered";
        books.pause(site.name(), why);
        var run = pausedByPool(site, why);
        ledger.alarm(run.sentence());
        return run;
    }

    private PoolRun paused(PoolSite site) {
        return books.pausedByPool(site.name())
                .map(why -> pausedByPool(site, why))
                .orElseGet(() -> nothing(site, Outcome.PAUSED, site.name() + ": paused, no pilots are submitted."));
    }

    private static PoolRun pausedByPool(PoolSite site, String why) {
        return nothing(
                site,
                Outcome.PAUSED_BY_POOL,
                site.name() + ": paused by the pool, " + why
                        + ". The pages of these pilots say how each ended. When that is mended: freshet site resume "
                        + site.name() + ".");
    }

    /** Writes down what the view proves. */
    private void settle(PoolSite site, BatchSystem batch, Census census, Endings endings) {
        census.found().forEach((pilot, slot) -> books.submitted(pilot, slot.value()));
        books.seen(census.standing());
        var died = new HashSet<PilotId>();
        for (var pilot : census.neverStarted()) {
            var reason = "never started: " + endings.of(pilot);
            if (books.neverStarted(pilot.id(), reason)) {
                died.add(pilot.id());
                ledger.happened(site.name() + ": pilot " + pilot.id() + " " + reason + ".");
            }
        }
        for (var pilot : census.gone()) {
            var reason = "its process is gone: " + endings.of(pilot);
            if (books.gone(pilot.id(), reason)) {
                died.add(pilot.id());
                ledger.happened(site.name() + ": pilot " + pilot.id() + " is lost, " + reason + ".");
            }
        }
        endThoseToldToStop(site, batch, census);
        failures.observe(census, died, clock.instant());
    }

    private void endThoseToldToStop(PoolSite site, BatchSystem batch, Census census) {
        var slots = new LinkedHashSet<>(census.toBeEnded().values());
        slots.addAll(census.slotsOf(books.killed(census.unknown())));
        failures.ended(census.toBeEnded().keySet());
        end(site, batch, slots, "slots whose pilots were told to stop");
        asked.retainAll(census.ids());
    }

    private void removeByRule(PoolSite site, BatchSystem batch, Census census) {
        var stale = new Stale(census, rules);
        end(site, batch, stale.held(), "slots that were held for more than " + Elapsed.set(rules.heldFor()));
        end(site, batch, stale.queued(), "slots that waited for more than " + Elapsed.set(rules.queuedFor()));
        end(
                site,
                batch,
                new LinkedHashSet<>(census.slotsOf(books.overFor(census.unknown(), rules.silentFor()))),
                "slots whose pilots ended more than " + Elapsed.set(rules.silentFor()) + " ago");
        end(
                site,
                batch,
                stale.silent(),
                "slots that run for more than " + Elapsed.set(rules.silentFor())
                        + " and whose pilots never registered");
    }

    /** Asked once: the batch system then sees to it. A server that starts anew asks again. */
    private void end(PoolSite site, BatchSystem batch, Set<BatchId> slots, String which) {
        slots.removeAll(asked);
        if (slots.isEmpty()) {
            return;
        }
        var named = Tally.inWords(slots);
        switch (batch.remove(site.name(), slots)) {
            case Asked() -> {
                asked.addAll(slots);
                ledger.did(site.name() + " endings", site.name() + ": " + which + " are ended: " + named + ".");
            }
            case Failed(var sentence) ->
                ledger.failed(
                        site.name() + " endings",
                        site.name() + ": " + which + " are not ended: " + named + ". " + sentence + ".");
        }
    }
}
