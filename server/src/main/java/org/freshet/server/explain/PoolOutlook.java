package org.freshet.server.explain;

import java.time.Instant;
import java.util.List;
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
        if (site.paused()) {
            paused(site);
            return;
        }
        if (site.ordered() > 0) {
            telling.more(Say.count(site.ordered(), "pilot") + " of site " + site.name() + " "
                            + Say.verb(site.ordered(), "is", "are") + " ordered and did not speak yet, since "
                            + Say.timeOrUnknown(site.oldestOrder(), now) + ".")
                    .fact(Code.PILOTS_ORDERED, site.name(), site.ordered(), null);
        }
        if (site.batch().equals("NONE")) {
            telling.more("Pilots of site " + site.name() + " are started by hand; " + alive(site) + " alive.");
            return;
        }
        if (site.isFull()) {
            telling.more(full(site))
                    .fact(Code.CAP_REACHED, site.name(), site.alive() + site.ordered(), (long) site.cap());
        }
        telling.more(said(site));
    }

    private void paused(SiteStanding site) {
        var reason = site.pausedReason();
        if (wait.matching().fitting().isEmpty()) {
            telling.atLeastLate()
                    .next("Resume the site when it may be used again.", "freshet site resume " + site.name());
        }
        telling.more("Site " + site.name() + " is paused, so no pilots are ordered for it"
                        + (reason == null ? "." : ": " + Say.sentence(reason)))
                .fact(Code.SITE_PAUSED, site.name());
    }

    private static String full(SiteStanding site) {
        if (site.cap() == 0) {
            return "Site " + site.name() + " is to have no pilots: its cap is 0.";
        }
        return "Site " + site.name() + " has " + Say.number(site.alive() + site.ordered()) + " of at most "
                + Say.count(site.cap(), "pilot") + ", so no more are ordered.";
    }

    private @Nullable String said(SiteStanding site) {
        var said = site.said();
        if (said == null) {
            return site.isFull()
                    ? null
                    : "Site " + site.name() + " has " + Say.number(site.alive() + site.ordered()) + " of at most "
                            + Say.count(site.cap(), "pilot") + "; the pool has said nothing of it yet.";
        }
        return "The pool said at " + Say.timeOrUnknown(site.saidAt(), now) + ": " + Say.sentence(said);
    }

    private static String alive(SiteStanding site) {
        return site.alive() == 0 ? "none is" : Say.number(site.alive()) + Say.verb(site.alive(), " is", " are");
    }
}
