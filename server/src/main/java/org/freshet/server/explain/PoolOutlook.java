package org.freshet.server.explain;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.Offer;
import org.freshet.server.dispatch.Criterion;
import org.jspecify.annotations.Nullable;

/** Says of each site that suits a waiting job what its pool does next. */
final class PoolOutlook {

    private static final int MOST_SITES = 5;

    private final JobCase job;
    private final WaitingCase wait;
    private final Telling telling;
    private final Instant now;

    PoolOutlook(JobCase job, WaitingCase wait, Telling telling) {
        this.job = job;
        this.wait = wait;
        this.telling = telling;
        this.now = job.now();
    }

    void tell() {
        var asked = job.asked().site();
        if (asked != null && wait.sites().stream().noneMatch(it -> it.name().equals(asked))) {
            telling.atLeastLate()
                    .more("There is no site " + asked + ".")
                    .next("Submit it without a site, or add the site.", null)
                    .fact(Code.SITE_UNKNOWN, asked);
            return;
        }
        var suiting = wait.sites().stream().filter(this::suits).toList();
        if (suiting.isEmpty()) {
            neverOffered();
            return;
        }
        suiting.stream().limit(MOST_SITES).forEach(this::tell);
        if (suiting.size() > MOST_SITES) {
            telling.more(Say.count(suiting.size() - MOST_SITES, "more site") + " may suit.");
        }
    }

    /** A site of which no pilot is remembered may offer anything. */
    private boolean suits(SiteStanding site) {
        var asked = job.asked().site();
        if (asked != null && !asked.equals(site.name())) {
            return false;
        }
        if (wait.matching().fitting().stream().anyMatch(it -> it.site().equals(site.name()))) {
            return true;
        }
        var offers =
                wait.past().stream().filter(it -> it.site().equals(site.name())).toList();
        return wait.matching().fitting().isEmpty()
                && (offers.isEmpty() || offers.stream().anyMatch(wait.matching()::wouldFit));
    }

    private void neverOffered() {
        if (!wait.matching().fitting().isEmpty()) {
            return;
        }
        var asked = job.asked();
        var past = wait.past().stream()
                .filter(it -> Criterion.SITE.holds(asked, it.site(), it.offer()))
                .toList();
        Set<Criterion> missed = Set.of(Criterion.values()).stream()
                .filter(it -> past.stream().noneMatch(one -> it.holds(asked, one.site(), one.offer())))
                .collect(Collectors.toSet());
        List<Offer> offers = past.stream().map(Past::offer).toList();
        var shortfall = new Shortfall(asked, offers);
        var criteria = missed.stream()
                .sorted()
                .map(it -> "none " + shortfall.ofAll(it))
                .toList();
        telling.atLeastLate()
                .more("It will not start as things are: of all pilots so far "
                        + (criteria.isEmpty() ? "none has everything that it asks for" : Say.list(criteria)) + ".")
                .next("Cancel it and submit it with less, or set up pilots that offer so much.", job.freshet("cancel"));
        missed.stream().sorted().forEach(it -> telling.fact(Code.NEVER_OFFERED, it.name()));
    }

    private void tell(SiteStanding site) {
        if (site.isPaused()) {
            paused(site);
            return;
        }
        if (site.ordered() > 0) {
            telling.more(Say.count(site.ordered(), "pilot") + " of site " + site.name() + " "
                            + Say.verb(site.ordered(), "is", "are") + " ordered and did not speak yet, since "
                            + Say.timeOrUnknown(site.oldestOrder(), now) + ".")
                    .fact(Code.PILOTS_ORDERED, site.name(), site.ordered(), null);
        }
        held(site);
        if (site.isByHand()) {
            telling.more("Pilots of site " + site.name() + " are started by hand; " + alive(site) + " alive.");
            return;
        }
        if (site.isFull()) {
            telling.more(full(site))
                    .fact(Code.CAP_REACHED, site.name(), site.alive() + site.ordered(), (long) site.cap());
        }
        pool(site);
    }

    private void paused(SiteStanding site) {
        var reason = Objects.requireNonNull(site.pause()).reason();
        if (wait.matching().fitting().isEmpty()) {
            telling.atLeastLate()
                    .next(
                            site.isPausedByPool()
                                    ? "Look at the pages of its latest pilots: how each ended. Resume the site when that is"
                                            + " mended."
                                    : "Resume the site when it may be used again.",
                            PoolWords.resume(site));
        }
        telling.more("Site " + site.name() + (site.isPausedByPool() ? " was paused by the pool" : " is paused")
                        + ", so no pilots are ordered for it" + (reason == null ? "." : ": " + Say.sentence(reason)))
                .fact(Code.SITE_PAUSED, site.name());
    }

    private void held(SiteStanding site) {
        var held = site.held();
        if (held == null) {
            return;
        }
        telling.more(PoolWords.held(site, held)).fact(Code.SLOTS_HELD, site.name(), held.count(), null);
        if (wait.matching().fitting().isEmpty()) {
            telling.next(PoolWords.advice(held), null);
        }
    }

    /** What its pool does for the job, and when. */
    private void pool(SiteStanding site) {
        var pool = site.pool();
        if (pool == null) {
            telling.more(notCalculated(site));
        } else if (site.isForgotten(now)) {
            hindered(
                    "The pool of site " + site.name() + ": " + PoolWords.forgotten(pool, now),
                    PoolWords.whatToDoWhenForgotten(pool));
            telling.fact(Code.POOL_SILENT, site.name(), Say.secondsSince(pool.at(), now), null);
        } else if (site.isBlind()) {
            hindered(
                    "Site " + site.name() + ": " + PoolWords.blind(site, pool, now) + " " + PoolWords.HARMLESS,
                    PoolWords.whatToDoWhenBlind(site, pool));
            telling.fact(Code.POOL_BLIND, site.name());
        } else if (site.lastingRefusal(now) != null) {
            var refusal = Objects.requireNonNull(site.lastingRefusal(now));
            hindered(
                    "Site " + site.name() + ": " + PoolWords.refused(refusal, now),
                    PoolWords.whatToDoWhenRefused(site, refusal));
            telling.fact(Code.POOL_REFUSED, site.name());
        } else {
            telling.more("The pool said at " + Say.time(pool.at(), now) + ": "
                            + Say.sentence(pool.run().sentence()))
                    .more(PoolWords.who(pool));
        }
    }

    /** Something that only matters as long as no pilot fits. */
    private void hindered(String sentence, String step) {
        telling.more(sentence);
        if (wait.matching().fitting().isEmpty()) {
            telling.atLeastLate().next(step, null);
        }
    }

    private static @Nullable String notCalculated(SiteStanding site) {
        return site.isFull()
                ? null
                : "Site " + site.name() + " has " + Say.number(site.alive() + site.ordered()) + " of at most "
                        + Say.count(site.cap(), "pilot") + "; its pool was never calculated.";
    }

    private static String full(SiteStanding site) {
        if (site.cap() == 0) {
            return "Site " + site.name() + " is to have no pilots: its cap is 0.";
        }
        return "Site " + site.name() + " has " + Say.number(site.alive() + site.ordered()) + " of at most "
                + Say.count(site.cap(), "pilot") + ", so no more are ordered.";
    }

    private static String alive(SiteStanding site) {
        return site.alive() == 0 ? "none is" : Say.number(site.alive()) + Say.verb(site.alive(), " is", " are");
    }
}
