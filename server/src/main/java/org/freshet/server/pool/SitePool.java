package org.freshet.server.pool;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Launch;
import org.freshet.batch.Order;
import org.freshet.batch.Removal.Asked;
import org.freshet.batch.Removal.Failed;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.freshet.batch.View.Seen;
import org.freshet.batch.View.Unreadable;
import org.freshet.protocol.PilotId;
import org.freshet.server.pilot.AlivePilot;
import org.freshet.server.pilot.OrderedPilot;
import org.freshet.server.servicelog.Tally;

/** Keeps one site at its size: looks at its batch system, corrects the books, orders what is missing. */
final class SitePool {

    private final BatchSystem batch;
    private final PoolBooks books;
    private final Launches launches;
    private final PoolLedger ledger;
    private final InstantSource clock;
    private final StartFailures failures = new StartFailures();
    /** What the batch system was asked to end. */
    private final Set<BatchId> endings = new HashSet<>();

    SitePool(BatchSystem batch, PoolBooks books, Launches launches, PoolLedger ledger, InstantSource clock) {
        this.batch = batch;
        this.books = books;
        this.launches = launches;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Returns how many pilots were submitted. */
    int calculate(PoolSite site) {
        var known = books.alive(site.name());
        return switch (batch.view(site.name())) {
            case Unreadable(var sentence) -> {
                ledger.standsBadly(site.name(), site.name() + ": unknown, so nothing is done. " + sentence + ".");
                yield 0;
            }
            case Seen seen -> fill(site, settle(site, known, seen));
        };
    }

    /** Writes down what the view proves; returns what it showed. */
    private Census settle(PoolSite site, List<AlivePilot> known, Seen seen) {
        var census = Census.compare(known, seen);
        census.found().forEach((pilot, slot) -> books.submitted(pilot, slot.value()));
        for (var pilot : census.neverStarted()) {
            var reason = "never started: " + ending(site, pilot);
            books.neverStarted(pilot.id(), reason);
            ledger.happened(site.name() + ": pilot " + pilot.id() + " " + reason + ".");
        }
        for (var pilot : census.gone()) {
            var reason = "its process is gone: " + ending(site, pilot);
            books.gone(pilot.id(), reason);
            ledger.happened(site.name() + ": pilot " + pilot.id() + " is lost, " + reason + ".");
        }
        endThoseToldToStop(site, census);
        failures.observe(census, clock.instant());
        return census;
    }

    /** Asked once: the batch system then sees to it. A server that starts anew asks again. */
    private void endThoseToldToStop(PoolSite site, Census census) {
        var slots = new LinkedHashSet<>(census.toBeEnded().values());
        slots.addAll(census.slotsOf(books.killed(census.unknown())));
        endings.retainAll(slots);
        slots.removeAll(endings);
        if (slots.isEmpty()) {
            return;
        }
        failures.ended(census.toBeEnded().keySet());
        var named = Tally.inWords(slots);
        switch (batch.remove(site.name(), slots)) {
            case Asked() -> {
                endings.addAll(slots);
                ledger.did(
                        site.name() + " endings",
                        site.name() + ": slots whose pilots were told to stop are ended: " + named + ".");
            }
            case Failed(var sentence) ->
                ledger.standsBadly(
                        site.name() + " endings",
                        site.name() + ": slots whose pilots were told to stop are not ended: " + named + ". " + sentence
                                + ".");
        }
    }

    private String ending(PoolSite site, AlivePilot pilot) {
        return pilot.batchId() == null
                ? "the batch system has no slot for it, its order did not get in"
                : batch.ending(site.name(), new BatchId(pilot.batchId()));
    }

    private int fill(PoolSite site, Census census) {
        if (site.paused()) {
            ledger.stands(site.name(), site.name() + ": paused, no pilots are submitted.");
            return 0;
        }
        var calculation = Calculation.of(site, census, failures.limit(clock.instant()));
        if (calculation.submit() == 0) {
            ledger.stands(site.name(), calculation.sentence());
            return 0;
        }
        var launch = launches.of(site.name());
        if (launch.isEmpty()) {
            ledger.standsBadly(
                    site.name(),
                    calculation.sentence() + " Not submitted: this server does not have the secret of the site.");
            return 0;
        }
        return submit(site, calculation, launch.get());
    }

    private int submit(PoolSite site, Calculation calculation, Launch launch) {
        var now = clock.instant();
        ledger.did(site.name(), calculation.sentence());
        var pilots = books.order(site.name(), calculation.submit(), calculation.sentence());
        if (pilots.isEmpty()) {
            return 0; // paused at this moment, which the next calculation says
        }
        var nonces = pilots.stream().map(OrderedPilot::nonce).toList();
        var ids = pilots.stream().map(OrderedPilot::id).toList();
        failures.ordered(ids, now);
        var order = new Order(site.name(), OrderNumber.at(now), nonces, launch);
        return switch (batch.submit(order)) {
            case Accepted accepted -> confirm(pilots, accepted);
            case Refused(var sentence) -> withdraw(site, ids, sentence, now);
            case Unknown(var sentence) -> {
                ledger.happened(site.name() + ": order " + order.orderId() + " counts in full until a look at the batch"
                        + " system shows what got in. " + sentence + ".");
                yield pilots.size();
            }
        };
    }

    private int confirm(List<OrderedPilot> pilots, Accepted accepted) {
        Map<String, PilotId> ids = pilots.stream().collect(Collectors.toMap(OrderedPilot::nonce, OrderedPilot::id));
        accepted.placed().forEach(it -> {
            var id = ids.get(it.nonce());
            if (id != null) {
                books.submitted(id, it.batchId().value());
            }
        });
        return pilots.size();
    }

    private int withdraw(PoolSite site, List<PilotId> pilots, String sentence, Instant now) {
        pilots.forEach(pilot -> books.neverStarted(pilot, "never started: " + sentence));
        failures.refused(pilots, now);
        ledger.happened(site.name() + ": no pilot was started. " + sentence + ".");
        return 0;
    }
}
