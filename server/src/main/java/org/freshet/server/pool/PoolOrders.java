package org.freshet.server.pool;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Launch;
import org.freshet.batch.Order;
import org.freshet.batch.Placed;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolTerms;
import org.freshet.server.pilot.OrderedPilot;
import org.jspecify.annotations.Nullable;

/** Calculates how many pilots a site lacks, and orders them. */
final class PoolOrders {

    private final PoolBooks books;
    private final Launches launches;
    private final InstantSource clock;
    private final StartFailures failures;
    private final PoolLedger ledger;

    PoolOrders(PoolBooks books, Launches launches, InstantSource clock, StartFailures failures, PoolLedger ledger) {
        this.ledger = ledger;
        this.books = books;
        this.launches = launches;
        this.clock = clock;
        this.failures = failures;
    }

    /** Nothing is ordered. */
    PoolRun tryOut(PoolSite site, Census census, PoolRules rules) {
        var terms = terms(site, census, rules, books.earlyEnds(site.name()));
        var sentence =
                Calculation.sentence(site, terms) + census.doubtInWords() + (site.paused() ? " But it is paused." : "");
        return run(site, Outcome.DRY_RUN, sentence + " A dry run: nothing was submitted.", terms);
    }

    PoolRun fill(PoolSite site, BatchSystem batch, Turn turn, Census census, PoolRules rules) {
        var early = books.earlyEnds(site.name());
        if (early.areMany()) {
            ledger.failed(site.name() + " early ends", early.sentence(site.name()));
        }
        var terms = terms(site, census, rules, early);
        var sentence = Calculation.sentence(site, terms) + census.doubtInWords();
        if (terms.submit() == 0) {
            var outcome = Calculation.missing(terms) == 0 ? Outcome.ENOUGH : Outcome.LIMITED;
            return run(site, outcome, sentence, terms);
        }
        var launch = launches.of(site);
        if (launch.isEmpty()) {
            return run(
                    site,
                    Outcome.REFUSED,
                    sentence + " Not submitted: this server does not have the secret of the site.",
                    terms);
        }
        var pilots = turn.hold(() -> books.order(site.name(), terms.submit(), sentence));
        if (pilots.isEmpty()) {
            return run(
                    site, Outcome.LIMITED, sentence + " Not submitted: it took so long that others took over.", terms);
        }
        return pilots.get().isEmpty()
                ? changed(site, sentence, terms)
                : submit(site, batch, pilots.get(), terms, sentence, launch.get());
    }

    private PoolTerms terms(PoolSite site, Census census, PoolRules rules, EarlyEnds early) {
        var demand = site.demand() ? Demand.on(site, books.waiting(site.name()), books.offers(site)) : Demand.NONE;
        return Calculation.of(
                site, census, demand, failures.limit(clock.instant()).and(early.limit()), rules);
    }

    /** The site, since it was read. */
    private PoolRun changed(PoolSite site, String sentence, PoolTerms terms) {
        var paused = books.sites().stream().anyMatch(it -> it.name().equals(site.name()) && it.paused());
        return paused
                ? run(site, Outcome.PAUSED, sentence + " Not submitted: the site was just paused.", terms)
                : run(
                        site,
                        Outcome.LIMITED,
                        sentence
                                + " Not submitted: its cap was just lowered, or pilots came meanwhile and leave no room"
                                + " below it. The next calculation counts anew.",
                        terms);
    }

    private PoolRun submit(
            PoolSite site,
            BatchSystem batch,
            List<OrderedPilot> pilots,
            PoolTerms terms,
            String sentence,
            Launch launch) {
        var now = clock.instant();
        var nonces = pilots.stream().map(OrderedPilot::nonce).toList();
        var ids = pilots.stream().map(OrderedPilot::id).toList();
        failures.ordered(ids, now);
        var order = new Order(site.name(), OrderNumber.at(now), nonces, launch);
        return switch (batch.submit(order)) {
            case Accepted(var placed) -> {
                confirm(pilots, placed);
                yield new PoolRun(
                        site.name(), Outcome.SUBMITTED, sentence, terms, order.orderId(), cluster(placed), ids);
            }
            case Refused(var why) -> {
                withdraw(ids, why, now);
                yield new PoolRun(
                        site.name(),
                        Outcome.REFUSED,
                        sentence + " Not submitted: " + why + ".",
                        terms,
                        order.orderId(),
                        null,
                        List.of());
            }
            case Unknown(var why) ->
                new PoolRun(
                        site.name(),
                        Outcome.UNKNOWN,
                        sentence + " Order " + order.orderId()
                                + " counts in full until a look at the batch system shows what got in: " + why + ".",
                        terms,
                        order.orderId(),
                        null,
                        ids);
        };
    }

    private static @Nullable String cluster(List<Placed> placed) {
        var id = placed.isEmpty() ? "" : placed.getFirst().batchId().value();
        return id.indexOf('.') < 0 ? null : id.substring(0, id.lastIndexOf('.'));
    }

    private void confirm(List<OrderedPilot> pilots, List<Placed> placed) {
        Map<String, PilotId> ids = pilots.stream().collect(Collectors.toMap(OrderedPilot::nonce, OrderedPilot::id));
        placed.forEach(it -> {
            var id = ids.get(it.nonce());
            if (id != null) {
                books.submitted(id, it.batchId().value());
            }
        });
    }

    private void withdraw(List<PilotId> pilots, String sentence, Instant now) {
        pilots.forEach(pilot -> books.neverStarted(pilot, "never started: " + sentence));
        failures.refused(pilots, now);
    }

    private static PoolRun run(PoolSite site, Outcome outcome, String sentence, PoolTerms terms) {
        return new PoolRun(site.name(), outcome, sentence, terms, null, null, List.of());
    }
}
